// The front door: each function here is a pass over a script, made of the rooms beside it.
#include "parse/parser.hpp"

#include "parse/checksum.hpp"
#include "parse/fingerprint.hpp"
#include "parse/header.hpp"
#include "parse/splitter.hpp"
#include "parse/statement_directives.hpp"
#include "parse/transaction_rules.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace runner {

namespace {

/// A file that is resumed begins in the middle: the server must read its strings as we do wherever
/// that is.
/// And values are put where our own rules see no string.
void check_strings(const Script& script, const Statement& statement, bool standard_strings) {
    if (!standard_strings && !script.header.variables.empty()) {
        throw Error(
            ErrorKind::source,
            "standard_conforming_strings = off cannot be in a file with `@vars`; write strings "
            "with backslashes as E'…'",
            script.locate(statement.span.offset)
        );
    }
    if (!standard_strings && script.header.transaction == Header::Transaction::none) {
        throw Error(
            ErrorKind::source,
            "standard_conforming_strings = off cannot be in a file with `@transaction: none`, "
            "which "
            "may be resumed at any statement; write strings with backslashes as E'…'",
            script.locate(statement.span.offset)
        );
    }
}

/// What a statement is, and how it may run, is known from its first words.
void check_beginning(const Script& script, const Statement& statement) {
    if (!script.header.variables.empty() && script.text.view()[statement.span.offset] == ':') {
        throw Error(
            ErrorKind::source,
            "a statement cannot begin with a variable: write its first words in the file",
            script.locate(statement.span.offset)
        );
    }
}

} // namespace

struct StatementReader::State {
    Splitter splitter;
    StatementDirectiveReader directives;
    std::vector<std::size_t> marked;
};

StatementReader::StatementReader(const Text& text, const std::filesystem::path& path)
    : state_(new State{Splitter(text, path, nullptr), {text, path}, {}}) {
    state_->splitter.collect_marked_comments(state_->marked);
}

StatementReader::StatementReader(const Script& script) : StatementReader(script.text, script.path) {
    state_->splitter.use_long_rows(script.body->long_rows);
}

StatementReader::~StatementReader() = default;

bool StatementReader::standard_strings() const noexcept {
    return state_->splitter.standard_strings();
}

std::optional<Statement> StatementReader::next() {
    auto& splitter = state_->splitter;
    auto statement = splitter.next();
    if (!state_->marked.empty()) {
        state_->directives.read(
            state_->marked, splitter.first_token(), statement, splitter.standard_strings()
        );
        state_->directives.check();
    }
    return statement;
}

Script read_script(std::filesystem::path path, Text text, ScriptKind kind) {
    const auto sum = checksum(text);
    return read_script(std::move(path), SummedText{std::move(text), sum}, kind);
}

Script read_script(std::filesystem::path path, SummedText summed, ScriptKind kind) {
    Script script;
    script.path = std::move(path);
    script.text = std::move(summed.text);
    script.checksum = summed.checksum;
    read_header(script, kind);
    return script;
}

Body read_body(const Script& script, unsigned server) {
    Fingerprint fingerprint(script.header, script.text);
    Splitter splitter(script.text, script.path, &fingerprint);
    std::vector<std::size_t> marked;
    splitter.collect_marked_comments(marked);
    Body body;
    splitter.collect_long_rows(body.long_rows);
    StatementDirectiveReader directives(script.text, script.path);
    TransactionRules rules(script, server);
    for (bool more = true; more;) {
        auto statement = splitter.next();
        if (!marked.empty()) {
            directives.read(marked, splitter.first_token(), statement, splitter.standard_strings());
        }
        if (statement) {
            fingerprint.add(statement->directives);
            check_strings(script, *statement, splitter.standard_strings());
            check_beginning(script, *statement);
            rules.add(*statement);
        }
        more = statement.has_value();
    }
    directives.check();
    rules.finish(body);
    body.fingerprint = fingerprint.result();
    return body;
}

} // namespace runner
