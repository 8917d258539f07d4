#include "execute/failed_statement.hpp"

#include "parse/parser.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace runner {
namespace {

constexpr std::size_t longest_kept = 1000; // bytes

/// Never in the middle of a character.
std::string beginning_of(std::string_view text) {
    if (text.size() <= longest_kept) {
        return std::string(text);
    }
    auto end = longest_kept;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return std::string(text.substr(0, end)) + " …";
}

} // namespace

std::string failed_statement(const Step& step, const Error& error) {
    const auto& place = error.location();
    const bool in_script = place && place->position.line > 0 && place->file == step.script.path &&
                           step.format == Seed::Format::sql;
    if (!in_script) {
        return {};
    }
    const auto where = std::pair(place->position.line, place->position.column);
    std::optional<Span> found;
    try {
        StatementReader reader(step.script.text, step.script.path);
        while (const auto statement = reader.next()) {
            if (std::pair(statement->position.line, statement->position.column) > where) {
                break;
            }
            // Rows of a COPY lie behind its span.
            found = statement->span;
        }
    } catch (const Error&) {
        // What could be read is in `found`.
    }
    return found ? beginning_of(step.script.text.view().substr(found->offset, found->length))
                 : std::string();
}

} // namespace runner
