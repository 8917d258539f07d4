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

} // namespace runner
