#include "discover/sum.hpp"

#include "discover/file_name.hpp"
#include "parse/checksum.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <compare>
#include <tuple>

namespace runner {
namespace {

/// In front of the total; the number is that of the format.
constexpr std::string_view head = "runner.sum 1 ";

std::string line_text(const SumLine& line) {
    return line.file + " " + line.checksum.text();
}

Checksum total_of(const std::vector<SumLine>& lines) {
    auto link = checksum(head);
    for (const auto& line : lines) {
        link = checksum(link.text() + "\n" + line_text(line));
    }
    return link;
}

/// Where a file stands in the order. Names that are none of ours come last.
auto place(const std::string& file) {
    const auto name = migration_file_name(file);
    const bool numbered = name && !name->digits.empty();
    return std::tuple(
        name ? (numbered ? 0 : 1) : 2,
        numbered ? *Version::from(name->digits) : Version{},
        name ? name->name : file,
        name ? static_cast<int>(name->kind) : 0,
        file
    );
}

bool is_conflict_marker(std::string_view line) {
    constexpr std::array<std::string_view, 4> markers = {
        "<<<<<<<", "|||||||", "=======", ">>>>>>>"};
    return std::any_of(markers.begin(), markers.end(), [line](auto marker) {
        return line.starts_with(marker);
    });
}

/// Lines of a text, CRLF read as LF, with the offset of the one at hand.
class Lines {
public:
    explicit Lines(std::string_view text) : text_(text) {}

    [[nodiscard]] bool at_end() const { return next_ >= text_.size(); }

    std::string_view take() {
        offset_ = next_;
        const auto end = std::min(text_.find('\n', next_), text_.size());
        next_ = end + 1;
        auto line = text_.substr(offset_, end - offset_);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        return line;
    }

    [[nodiscard]] std::size_t offset() const { return offset_; }

private:
    std::string_view text_;
    std::size_t next_ = 0;
    std::size_t offset_ = 0;
};

} // namespace

bool Sum::is_whole() const {
    return total == total_of(lines);
}

void sort_sum_lines(std::vector<SumLine>& lines) {
    std::sort(lines.begin(), lines.end(), [](const SumLine& a, const SumLine& b) {
        return place(a.file) < place(b.file);
    });
}

std::string sum_text(const std::vector<SumLine>& lines) {
    std::string text(head);
    text += total_of(lines).text() + "\n";
    for (const auto& line : lines) {
        text += line_text(line) + "\n";
    }
    return text;
}

Sum parse_sum(const Text& text, const std::filesystem::path& path) {
    Lines lines(text.view());
    const auto refuse = [&](const std::string& message, const char* advice) {
        Error error(
            ErrorKind::source,
            message,
            Location{path, text.position(lines.offset()), text.line(lines.offset())}
        );
        error.say_advice(advice);
        throw error;
    };
    constexpr auto rewrite = "look at what changed with git, then write it again: runner sum";
    Sum sum;
    const auto first = lines.take();
    if (is_conflict_marker(first)) {
        refuse(
            "is in the middle of a merge: two branches changed the migrations",
            "keep the files of both (runner renumber settles clashes), then: runner sum"
        );
    }
    const auto total =
        first.starts_with(head) ? Checksum::from(first.substr(head.size())) : std::nullopt;
    if (!total) {
        refuse("is no runner.sum of this version: expected \"runner.sum 1 xxh3-128:…\"", rewrite);
    }
    sum.total = *total;
    while (!lines.at_end()) {
        const auto line = lines.take();
        if (is_conflict_marker(line)) {
            refuse(
                "is in the middle of a merge: two branches changed the migrations",
                "keep the files of both (runner renumber settles clashes), then: runner sum"
            );
        }
        const auto space = line.rfind(' ');
        const auto value =
            space == std::string_view::npos ? std::nullopt : Checksum::from(line.substr(space + 1));
        if (!value || space == 0) {
            refuse("cannot be read: expected a file name and its checksum", rewrite);
        }
        sum.lines.push_back({std::string(line.substr(0, space)), *value});
    }
    return sum;
}

std::vector<SumChange>
sum_changes(const std::vector<SumLine>& before, const std::vector<SumLine>& now) {
    std::vector<SumChange> changes;
    auto old = before.begin();
    auto fresh = now.begin();
    while (old != before.end() || fresh != now.end()) {
        const auto order = old == before.end()  ? std::strong_ordering::greater
                           : fresh == now.end() ? std::strong_ordering::less
                                                : place(old->file) <=> place(fresh->file);
        if (order < 0) {
            changes.push_back({SumChange::Kind::removed, (old++)->file});
        } else if (order > 0) {
            changes.push_back({SumChange::Kind::added, (fresh++)->file});
        } else {
            if (old->checksum != fresh->checksum) {
                changes.push_back({SumChange::Kind::changed, fresh->file});
            }
            ++old;
            ++fresh;
        }
    }
    return changes;
}

std::vector<SumLine> follow_renames(
    const std::vector<SumLine>& before,
    const std::vector<SumLine>& now,
    const std::set<std::string>& changed
) {
    const auto find = [](const std::vector<SumLine>& lines, const std::string& file) {
        return std::find_if(lines.begin(), lines.end(), [&](const SumLine& line) {
            return line.file == file;
        });
    };
    const auto is_renamed = [](const std::string& from, const std::string& to) {
        const auto one = migration_file_name(from);
        const auto other = migration_file_name(to);
        return one && other && one->kind == other->kind && one->name == other->name;
    };
    std::vector<SumLine> result;
    for (auto line : before) {
        if (find(now, line.file) == now.end()) {
            const auto renamed = std::find_if(now.begin(), now.end(), [&](const SumLine& fresh) {
                return find(before, fresh.file) == before.end() &&
                       is_renamed(line.file, fresh.file);
            });
            line.file = renamed == now.end() ? line.file : renamed->file;
        }
        const auto fresh = find(now, line.file);
        if (fresh != now.end() && changed.contains(line.file)) {
            line.checksum = fresh->checksum;
        }
        result.push_back(std::move(line));
    }
    return result;
}

} // namespace runner
