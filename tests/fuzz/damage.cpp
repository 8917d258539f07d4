#include "damage.hpp"

#include <array>
#include <utility>

namespace runner::fuzz {
namespace {

using namespace std::string_view_literals;

// What opens or closes something, and so turns the rest of the text inside out.
constexpr std::array insertions = {
    "'"sv,     "\""sv,    "$$"sv,   "$a$"sv, "/*"sv,    "*/"sv,  "--"sv,   "\n"sv,
    "\r"sv,    ";"sv,     "("sv,    ")"sv,   "E'"sv,    "U&'"sv, "U&\""sv, " begin atomic "sv,
    " end "sv, ";end;"sv, "case"sv, "\\"sv,  "\\.\n"sv, "é"sv,   " "sv,    "+"sv,
    "-"sv,     "*"sv,     "/"sv,    "1"sv,   "a"sv,     "$"sv,   "."sv,    " copy t from stdin;"sv,
    " end"sv,  "''"sv,    "@"sv,    "N'"sv,  "x'"sv,
};

class Damage {
public:
    Damage(const Program& program, RandomSource& random) : program_(program), random_(random) {
        result_.holds = program.holds;
    }

    Program once() {
        const auto kind = random_.below(6);
        const auto at = random_.below(program_.pieces.size());
        for (std::size_t index = 0; index < program_.pieces.size(); ++index) {
            if (index != at) {
                add(index);
                continue;
            }
            switch (kind) {
            case 0: // without the piece
                break;
            case 1:
                add(index);
                add(index);
                break;
            case 2:
                add(random_.below(program_.pieces.size()));
                add(index);
                break;
            case 3:
                add(random_.below(program_.pieces.size()));
                break;
            case 4:
                insert();
                add(index);
                break;
            default:
                cut(index);
                break;
            }
        }
        return std::move(result_);
    }

private:
    void add(std::size_t index) {
        const auto begin = program_.pieces[index];
        add(begin, program_.end_of(index));
    }

    void add(std::size_t begin, std::size_t end) {
        if (begin < end) {
            result_.add(
                std::string_view(program_.text).substr(begin, end - begin),
                std::string_view(program_.for_judge).substr(begin, end - begin)
            );
        }
    }

    void insert() { result_.add(random_.pick(insertions)); }

    /// One character of the piece is left out or gets company.
    void cut(std::size_t index) {
        const auto begin = program_.pieces[index];
        const auto end = program_.end_of(index);
        auto at = begin + random_.below(end - begin);
        while (at > begin && is_inside_character(at)) {
            --at;
        }
        auto next = at + 1;
        while (next < end && is_inside_character(next)) {
            ++next;
        }
        add(begin, at);
        if (random_.one_in(2)) {
            insert();
            next = at;
        }
        add(next, end);
    }

    [[nodiscard]] bool is_inside_character(std::size_t at) const {
        return (static_cast<unsigned char>(program_.text[at]) & 0xC0U) == 0x80U;
    }

    const Program& program_;
    RandomSource& random_;
    Program result_;
};

} // namespace

Program damaged(const Program& program, RandomSource& random) {
    auto result = program;
    for (auto times = 1 + random.below(3); times > 0 && !result.pieces.empty(); --times) {
        result = Damage(result, random).once();
    }
    return result;
}

} // namespace runner::fuzz
