// The front door: each function here is a pass over a script, made of the rooms beside it.
#include "parse/parser.hpp"

#include "parse/checksum.hpp"
#include "parse/fingerprint.hpp"
#include "parse/header.hpp"
#include "parse/splitter.hpp"
#include "parse/transaction_rules.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace runner {

struct StatementReader::State {
    Splitter splitter;
};

StatementReader::StatementReader(const Text& text, const std::filesystem::path& path)
    : state_(new State{Splitter(text, path, nullptr)}) {}

StatementReader::~StatementReader() = default;

std::optional<Statement> StatementReader::next() {
    return state_->splitter.next();
}

Script read_script(std::filesystem::path path, Text text, ScriptKind kind) {
    Script script;
    script.path = std::move(path);
    script.text = std::move(text);
    read_header(script, kind);
    script.checksum = checksum(script.text.view());
    return script;
}

Body read_body(const Script& script) {
    Fingerprint fingerprint(script.header);
    Splitter splitter(script.text, script.path, &fingerprint);
    std::vector<std::size_t> comments;
    splitter.collect_marked_comments(comments);
    TransactionRules rules(script);
    while (const auto statement = splitter.next()) {
        rules.add(*statement);
    }
    auto misplaced = misplaced_directives(script, comments, splitter.first_token());
    if (!misplaced.empty()) {
        throw Error(ErrorKind::source, std::move(misplaced));
    }
    Body body;
    rules.finish(body);
    body.fingerprint = fingerprint.result();
    return body;
}

} // namespace runner
