// Complaints are gathered, so that a file is mended in one go.
#include "parse/header.hpp"

#include "parse/directive.hpp"
#include "parse/lexer.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <string>
#include <utility>

namespace runner {
namespace {

// Finding a line costs a look at all that stands before it, and nobody reads further.
constexpr std::size_t most_complaints = 100;

struct Seen {
    std::string_view key;
    std::size_t offset;
};

bool is_alone_on_its_line(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, offset).find_last_not_of(" \t\f\v");
    return before == std::string_view::npos || text[before] == '\n' || text[before] == '\r';
}

Complaint complaint(const Script& script, DirectiveFault fault) {
    return {std::move(fault.message), script.locate(fault.offset)};
}

} // namespace

void read_header(Script& script, ScriptKind kind) {
    std::vector<std::size_t> comments;
    Lexer lexer(script.text, script.path);
    lexer.collect_marked_comments(comments);
    lexer.skip_layout();

    std::vector<Complaint> complaints;
    std::vector<Seen> seen;
    for (const auto offset : comments) {
        const auto directive = read_directive(script.text.view().substr(offset), offset);
        if (!directive || complaints.size() == most_complaints) {
            continue;
        }
        const auto earlier = std::find_if(seen.begin(), seen.end(), [&](const Seen& each) {
            return each.key == directive->key;
        });
        if (earlier != seen.end()) {
            complaints.push_back(complaint(
                script,
                {fmt::format(
                     "@{} stands here a second time; the first is in line {}",
                     directive->key,
                     script.text.position(earlier->offset).line
                 ),
                 directive->key_offset}
            ));
            continue;
        }
        seen.push_back({directive->key, offset});
        if (auto fault = apply_directive(*directive, kind, script.header)) {
            complaints.push_back(complaint(script, std::move(*fault)));
        }
        script.header.directives.emplace_back(directive->key, directive->value);
    }
    if (!complaints.empty()) {
        throw Error(ErrorKind::source, std::move(complaints));
    }
}

std::vector<Complaint> misplaced_directives(
    const Script& script, const std::vector<std::size_t>& comments, std::size_t first_token
) {
    std::vector<Complaint> complaints;
    const auto text = script.text.view();
    for (const auto offset : comments) {
        if (offset < first_token || complaints.size() == most_complaints ||
            !is_alone_on_its_line(text, offset)) {
            continue;
        }
        if (const auto directive = read_directive(text.substr(offset), offset)) {
            complaints.push_back(complaint(script, misplaced_directive(*directive)));
        }
    }
    return complaints;
}

} // namespace runner
