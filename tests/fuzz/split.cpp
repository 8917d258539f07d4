#include "split.hpp"

#include "parse/fingerprint.hpp"
#include "parse/parser.hpp"
#include "parse/splitter.hpp"

#include <utility>

namespace runner::fuzz {
namespace {

template <typename Reader>
void read_all(Reader& reader, Split& split) {
    try {
        while (auto statement = reader.next()) {
            split.statements.push_back(std::move(*statement));
        }
    } catch (const Error& failure) {
        split.error = failure;
    }
}

} // namespace

Split split_text(const Text& text) {
    Split split;
    Splitter splitter(text, "text.sql", nullptr);
    read_all(splitter, split);
    return split;
}

Split split_with_directives(const Text& text) {
    Split split;
    StatementReader reader(text, "text.sql");
    read_all(reader, split);
    return split;
}

Split split_with_fingerprint(const Text& text) {
    Split split;
    Fingerprint fingerprint(Header(), text);
    Splitter splitter(text, "text.sql", &fingerprint);
    read_all(splitter, split);
    if (!split.error) {
        split.fingerprint = fingerprint.result();
    }
    return split;
}

bool are_alike(const Statement& one, const Statement& other) {
    auto same = other;
    same.span = one.span;
    same.position = one.position;
    same.copy_data = one.copy_data;
    same.directives = one.directives;
    return one == same && one.span.length == other.span.length &&
           one.copy_data.has_value() == other.copy_data.has_value();
}

} // namespace runner::fuzz
