// SQL with {placeholders}.
#pragma once

#include "random.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace runner::bench {

/// How one author writes: the same for a whole migration.
struct Style {
    bool lower_case = false;
    std::string_view indentation = "    ";
};

/// Appends `sql` without a line end at its beginning. What it spells in upper case follows the
/// style, as do four blanks at the beginning of a line. {table}, {other}, {column} and {second} are
/// one name each wherever they stand; the others are new each time: {number}, {small}, {date},
/// {code}, {literal}, {sentence}, {type}, {default}, {noun}, {attribute}. Throws std::logic_error
/// for any other.
void append_sql(std::string& out, Random& random, const Style& style, std::string_view sql);

/// A template and how often it comes.
struct WeightedSql {
    std::size_t weight;
    std::string_view sql;
};

template <std::size_t Count>
std::string_view pick_sql(Random& random, const std::array<WeightedSql, Count>& choices) {
    std::size_t total = 0;
    for (const auto& choice : choices) {
        total += choice.weight;
    }
    auto left = random.below(total);
    for (const auto& choice : choices) {
        if (left < choice.weight) {
            return choice.sql;
        }
        left -= choice.weight;
    }
    return choices.back().sql;
}

} // namespace runner::bench
