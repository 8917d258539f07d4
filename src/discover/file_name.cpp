#include "discover/file_name.hpp"

#include <algorithm>
#include <cctype>

namespace runner {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Bytes of UTF-8 beyond ASCII count as letters; whether they are valid is checked with the text.
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_name(std::string_view text) {
    return !text.empty() && text.front() != '.' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
           });
}

bool remove_suffix(std::string_view& text, std::string_view suffix) {
    if (text.size() < suffix.size() || text.substr(text.size() - suffix.size()) != suffix) {
        return false;
    }
    text.remove_suffix(suffix.size());
    return true;
}

/// Splits "007_add_users" at the first underscore behind the digits.
bool split_number(std::string_view stem, std::string& digits, std::string& name) {
    const auto* end = std::find_if_not(stem.begin(), stem.end(), is_digit);
    const auto width = static_cast<std::size_t>(end - stem.begin());
    if (width == 0 || width >= stem.size() || stem[width] != '_') {
        return false;
    }
    digits = stem.substr(0, width);
    name = stem.substr(width + 1);
    return is_name(name);
}

} // namespace

std::optional<MigrationFileName> migration_file_name(std::string_view file) {
    using Kind = MigrationFileName::Kind;
    MigrationFileName result;
    if (remove_suffix(file, ".up.sql")) {
        result.kind = Kind::up;
    } else if (remove_suffix(file, ".down.sql")) {
        result.kind = Kind::down;
    } else if (remove_suffix(file, ".verify.sql")) {
        result.kind = Kind::verify;
    } else if (file.substr(0, 2) == "R_" && remove_suffix(file, ".sql")) {
        result.kind = Kind::repeatable;
        result.name = file.substr(2);
        return is_name(result.name) ? std::optional(result) : std::nullopt;
    } else {
        return std::nullopt;
    }
    return split_number(file, result.digits, result.name) ? std::optional(result) : std::nullopt;
}

std::optional<SeedFileName> seed_file_name(std::string_view file) {
    SeedFileName result;
    if (remove_suffix(file, ".csv")) {
        result.format = Seed::Format::csv;
    } else if (!remove_suffix(file, ".sql")) {
        return std::nullopt;
    }
    result.stem = file;
    if (!split_number(file, result.digits, result.table)) {
        return std::nullopt;
    }
    if (result.format == Seed::Format::sql) {
        result.table.clear();
        return result;
    }
    if (const auto dot = result.table.find('.'); dot != std::string::npos) {
        result.table_schema = result.table.substr(0, dot);
        result.table = result.table.substr(dot + 1);
    }
    return is_name(result.table) ? std::optional(result) : std::nullopt;
}

std::string name_from_words(std::string_view words) {
    std::string name;
    for (const char c : words) {
        if (is_letter(c) || is_digit(c) || c == '-') {
            name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        } else if (!name.empty() && name.back() != '_') {
            name += '_';
        }
    }
    while (!name.empty() && name.back() == '_') {
        name.pop_back();
    }
    return name;
}

} // namespace runner
