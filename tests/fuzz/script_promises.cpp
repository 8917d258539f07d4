#include "parse/parser.hpp"
#include "parse/script_statements.hpp"
#include "promises.hpp"
#include "split.hpp"
#include "text_checks.hpp"

#include <optional>
#include <string>

namespace runner::fuzz {
namespace {

struct Reading {
    Script script;
    std::optional<Error> error;
};

Reading read(const Text& text, ScriptKind kind) {
    Reading reading;
    try {
        reading.script = read_script("script.sql", text, kind);
        reading.script.body = read_body(reading.script);
    } catch (const Error& failure) {
        reading.error = failure;
    }
    return reading;
}

void check_header(const Header& header) {
    for (const auto& [key, value] : header.directives) {
        promise(!key.empty(), "a directive has a key");
        promise(value.find('\n') == std::string::npos, "a directive is on one line");
    }
    for (const auto& timeout : {header.lock_timeout, header.statement_timeout}) {
        promise(!timeout || timeout->count() >= 0, "no timeout is negative");
    }
    for (const auto& environment : header.environments) {
        promise(!environment.empty(), "no environment is empty");
    }
}

void check_body(const Script& script) {
    const auto split = split_with_directives(script.text);
    promise(!split.error, "a body that can be read can be split");
    promise(
        script.body->statements <= split.statements.size(), "a body holds no more than there is"
    );
    RunnableStatements reader(script);
    std::size_t runnable = 0;
    while (reader.next()) {
        ++runnable;
    }
    promise(runnable == script.body->statements, "what runs is what was counted");
}

bool are_same(const Body& one, const Body& other) {
    return one.fingerprint == other.fingerprint && one.statements == other.statements &&
           one.transactional == other.transactional && one.wrapped == other.wrapped &&
           with_line_feeds(one.transaction_modes) == with_line_feeds(other.transaction_modes);
}

/// A checkout on Windows is not an edit.
void check_line_endings(std::string_view text, ScriptKind kind, const Reading& reading) {
    if (text.find("\r\n") == std::string_view::npos ||
        text.find("\r\r\n") != std::string_view::npos) {
        return;
    }
    const auto other = read(tight_text(with_line_feeds(text)), kind);
    promise(reading.error.has_value() == other.error.has_value(), "line endings break nothing");
    if (reading.error) {
        promise(
            std::string(reading.error->what()) == other.error->what(),
            "line endings change no error"
        );
        return;
    }
    promise(reading.script.checksum == other.script.checksum, "line endings change no checksum");
    promise(
        reading.script.header.directives == other.script.header.directives,
        "line endings change no directive"
    );
    promise(are_same(*reading.script.body, *other.script.body), "line endings change no body");
}

} // namespace

void check_script(std::string_view bytes) {
    if (bytes.empty()) {
        return;
    }
    constexpr ScriptKind kinds[] = {
        ScriptKind::up,
        ScriptKind::down,
        ScriptKind::seed,
        ScriptKind::repeatable,
        ScriptKind::verify};
    const auto kind = kinds[static_cast<unsigned char>(bytes.front()) % std::size(kinds)];
    bytes.remove_prefix(1);
    const auto reading = read(tight_text(bytes), kind);
    if (reading.error) {
        check_error(*reading.error, bytes);
    } else {
        check_header(reading.script.header);
        check_body(reading.script);
    }
    if (bytes.find('\0') == std::string_view::npos) {
        check_line_endings(bytes, kind, reading);
    }
}

} // namespace runner::fuzz
