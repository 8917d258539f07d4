#include "program_writer.hpp"

#include "production.hpp"
#include "random_source.hpp"
#include "token_writer.hpp"

#include <string_view>
#include <utility>
#include <variant>

namespace runner::fuzz {
namespace {

class ProgramWriter {
public:
    ProgramWriter(std::uint64_t seed, bool substitutes)
        : random_(seed), tokens_(random_, program_, substitutes) {}

    Program write() {
        for (auto left = 1 + random_.below(6); left > 0; --left) {
            write_between();
            const bool last = left == 1;
            if (random_.one_in(8)) {
                write_copy_blocks(last);
                continue;
            }
            const bool sets_escapes = tokens_.substitutes() && random_.one_in(12);
            const bool escapes = random_.one_in(2);
            write_rule(!sets_escapes ? "statement" : escapes ? "escapes_on" : "escapes_off");
            if (last && random_.one_in(3)) {
                program_.mark(Construct::no_last_semicolon);
            } else {
                tokens_.punctuation(";");
            }
            if (sets_escapes) {
                tokens_.escapes_in_plain_strings(escapes);
            }
        }
        if (!ended_ && random_.one_in(2)) {
            tokens_.line_break();
        }
        return std::move(program_);
    }

private:
    void write_between() {
        if (random_.one_in(2)) {
            tokens_.line_break();
        }
        if (random_.one_in(4)) {
            tokens_.layout();
        }
        if (tokens_.substitutes() && random_.one_in(16)) {
            tokens_.psql_line();
        }
        tokens_.empty_statements();
    }

    void write_rule(std::string_view name) {
        left_ = random_.below(80);
        expand(rule_called(name));
    }

    void expand(std::size_t rule) {
        static const auto function_settings = rule_called("function_settings");
        if (rule == function_settings && !tokens_.substitutes()) {
            return; // what is left of a damaged function must not be a SET
        }
        const auto& ways = productions()[rule];
        for (const auto& symbol : left_ == 0 ? ways.front() : random_.pick(ways)) {
            left_ -= left_ > 0 ? 1 : 0;
            if (symbol.glued) {
                tokens_.glue();
            }
            write_symbol(symbol);
        }
    }

    void write_symbol(const Symbol& symbol) {
        if (const auto* keyword = std::get_if<Keyword>(&symbol.what)) {
            tokens_.word(keyword->text);
        } else if (const auto* punctuation = std::get_if<Punctuation>(&symbol.what)) {
            tokens_.punctuation(punctuation->text);
        } else if (const auto* rule = std::get_if<RuleReference>(&symbol.what)) {
            expand(rule->index);
        } else if (const auto* lexical = std::get_if<const Lexical*>(&symbol.what)) {
            (tokens_.*(*lexical)->write)();
        } else {
            program_.mark(std::get<Construct>(symbol.what));
        }
    }

    /// What stands behind the semicolon of a COPY has to end on its line.
    void write_copy_blocks(bool last) {
        std::size_t blocks = 1;
        write_rule("copy_from_stdin");
        tokens_.punctuation(";");
        tokens_.stay_on_line(true);
        while (random_.one_in(3)) {
            const bool another = random_.one_in(2);
            write_rule(another ? "copy_from_stdin" : "statement");
            tokens_.punctuation(";");
            tokens_.empty_statements();
            program_.mark(
                another ? Construct::copies_on_one_line : Construct::statement_behind_copy
            );
            blocks += another ? 1 : 0;
        }
        if (random_.one_in(3)) {
            tokens_.layout();
        }
        tokens_.stay_on_line(false);
        program_.add(random_.one_in(4) ? "\r\n" : "\n");
        for (; blocks > 0; --blocks) {
            ended_ = last && blocks == 1;
            tokens_.rows(ended_);
        }
    }

    RandomSource random_;
    Program program_;
    TokenWriter tokens_;
    std::size_t left_ = 0; ///< symbols until only first productions are taken
    bool ended_ = false;   ///< behind it nothing may follow
};

} // namespace

Program random_program(std::uint64_t seed, bool substitutes) {
    return ProgramWriter(seed, substitutes).write();
}

} // namespace runner::fuzz
