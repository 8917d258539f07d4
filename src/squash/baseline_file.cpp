#include "squash/baseline_file.hpp"

#include <spdlog/fmt/fmt.h>

#include <utility>

namespace runner::squash {
namespace {

std::string line(const Replaced& entry) {
    return fmt::format(
        "-- @replaces: {} {} {}{}{}\n",
        entry.label(),
        entry.checksum.text(),
        entry.fingerprint.text(),
        entry.through.empty() ? "" : " through ",
        entry.through
    );
}

void replace_all(std::string& text, const std::string& what, const std::string& with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), with);
        at += with.size();
    }
}

void remove_lines_ending(std::string& text, const std::string& ending) {
    for (auto at = text.find(ending); at != std::string::npos; at = text.find(ending, at)) {
        const auto begin = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
        const auto from = begin == std::string::npos ? 0 : begin + 1;
        text.erase(from, at + ending.size() - from);
        at = from;
    }
}

} // namespace

std::string replaces_lines(std::span<const Migration> migrations) {
    std::string text;
    for (const auto& migration : migrations) {
        text += line(
            {.version = migration.version,
             .digits = migration.digits,
             .name = migration.name,
             .checksum = migration.up.checksum,
             .fingerprint = migration.up.body->fingerprint}
        );
        for (auto older : migration.up.header.replaces) {
            if (older.through.empty()) {
                older.through = migration.label();
            }
            text += line(older);
        }
    }
    return text;
}

std::string without_owner(std::string_view dump, const std::string& role) {
    std::string text(dump);
    remove_lines_ending(text, " OWNER TO " + role + ";\n");
    for (const auto& [before, behind] :
         {std::pair(" TO ", ";\n"),
          {" FROM ", ";\n"},
          {" FOR ROLE ", " "},
          {"MAPPING FOR ", " "}}) {
        replace_all(text, before + role + behind, std::string(before) + "CURRENT_USER" + behind);
    }
    return text;
}

} // namespace runner::squash
