// Complaints are gathered, so that a file is mended in one go.
#include "parse/header.hpp"

#include "parse/directive.hpp"
#include "parse/lexer.hpp"

#include <runner/error.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace runner {

void read_header(Script& script, ScriptKind kind) {
    std::vector<std::size_t> comments;
    Lexer lexer(script.text, script.path);
    lexer.collect_marked_comments(comments);
    lexer.skip_layout();

    std::vector<DirectiveFault> faults;
    DirectiveKeys keys(script.text);
    for (const auto offset : comments) {
        const auto directive = read_directive(script.text.view().substr(offset), offset);
        if (!directive) {
            continue;
        }
        auto fault = keys.add(*directive);
        if (!fault) {
            fault = apply_directive(*directive, kind, script.header);
            script.header.directives.emplace_back(directive->key, directive->value);
        }
        if (fault) {
            faults.push_back(std::move(*fault));
        }
        if (faults.size() == most_complaints) {
            break;
        }
    }
    if (!faults.empty()) {
        throw Error(ErrorKind::source, complaints_of(script.text, script.path, faults));
    }
}

std::size_t place_in_header(const Script& script, std::string_view key, std::string_view item) {
    std::vector<std::size_t> comments;
    Lexer lexer(script.text, script.path);
    lexer.collect_marked_comments(comments);
    lexer.skip_layout();
    for (const auto offset : comments) {
        const auto directive = read_directive(script.text.view().substr(offset), offset);
        if (!directive || directive->key != key) {
            continue;
        }
        const auto is_part = [](char byte) { return byte != ',' && byte != ' ' && byte != '\t'; };
        const auto value = directive->value;
        for (auto at = value.find(item); at != std::string_view::npos;
             at = value.find(item, at + 1)) {
            const auto end = at + item.size();
            if ((at == 0 || !is_part(value[at - 1])) &&
                (end == value.size() || !is_part(value[end]))) {
                return directive->value_offset + at;
            }
        }
    }
    return 0;
}

} // namespace runner
