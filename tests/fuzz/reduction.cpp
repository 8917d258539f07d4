#include "reduction.hpp"

#include "copy_block.hpp"
#include "split.hpp"

#include <algorithm>
#include <utility>

namespace runner::fuzz {
namespace {

Program without(const Program& program, std::size_t first, std::size_t last) {
    Program rest;
    for (std::size_t index = 0; index < program.pieces.size(); ++index) {
        if (index < first || index >= last) {
            const auto begin = program.pieces[index];
            const auto length = program.end_of(index) - begin;
            rest.add(
                std::string_view(program.text).substr(begin, length),
                std::string_view(program.for_judge).substr(begin, length)
            );
        }
    }
    return rest;
}

bool belong_together(const Program& program, std::size_t next) {
    const auto differs = [&](std::size_t at) { return program.text[at] != program.for_judge[at]; };
    return (static_cast<unsigned char>(program.text[next]) & 0xC0U) == 0x80U ||
           (differs(next - 1) && differs(next) && program.for_judge[next] != hidden_byte);
}

/// The same text with every character as a piece of its own. The bytes of one character stay
/// together, so that no text becomes invalid, and so do those that are spelled in another way for
/// the judge.
Program in_characters(const Program& program) {
    Program result;
    for (std::size_t begin = 0; begin < program.text.size();) {
        auto end = begin + 1;
        while (end < program.text.size() && belong_together(program, end)) {
            ++end;
        }
        result.add(
            std::string_view(program.text).substr(begin, end - begin),
            std::string_view(program.for_judge).substr(begin, end - begin)
        );
        begin = end;
    }
    return result;
}

/// Each statement with what stands behind it: its semicolon, its rows.
Program in_statements(const Program& program) {
    Program result;
    std::size_t begin = 0;
    const auto add = [&](std::size_t end) {
        if (begin < end) {
            result.add(
                std::string_view(program.text).substr(begin, end - begin),
                std::string_view(program.for_judge).substr(begin, end - begin)
            );
        }
        begin = end;
    };
    for (const auto& statement : split_text(Text(program.text)).statements) {
        add(statement.span.offset);
    }
    add(program.text.size());
    return result;
}

Program leave_out_pieces(Program program, Verdict verdict) {
    for (auto length = program.pieces.size(); length > 0; length /= 2) {
        for (std::size_t first = 0; first < program.pieces.size();) {
            const auto last = std::min(first + length, program.pieces.size());
            auto smaller = without(program, first, last);
            if (compare(smaller.text, smaller.for_judge).verdict == verdict) {
                program = std::move(smaller);
            } else {
                first = last;
            }
        }
    }
    return program;
}

} // namespace

Program reduce(Program program, Verdict verdict) {
    program = leave_out_pieces(std::move(program), verdict);
    program = leave_out_pieces(in_statements(program), verdict);
    program = leave_out_pieces(in_characters(program), verdict);
    program = leave_out_pieces(in_statements(program), verdict);
    return leave_out_pieces(in_characters(program), verdict);
}

} // namespace runner::fuzz
