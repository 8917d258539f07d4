// The shape of a script, as PEGTL rules and nothing else. lexer.cpp, header.cpp and directive.cpp
// give them meaning.
//
// The rules follow the server's own lexer (scan.l), because they have to answer its first question:
// where does a token end? Some are written as functions: a dollar quote has to remember its tag,
// nested comments must not nest on our stack, a switch of the script decides how its strings end,
// and long runs are searched many bytes at a time. One file, though a long one: rules use one
// another from the token up to the script.
#pragma once

#include "parse/bytes.hpp"
#include "parse/long_search.hpp"

#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

// clang-format off
// NOLINTBEGIN(readability-identifier-naming)
namespace runner::grammar {

using namespace tao::pegtl;

// A literal may be most of a file: a state with a `pass` is told how far the searches of these rules
// went, and here between its pieces.
struct passed {
    using rule_t = passed;
    using subs_t = empty_list;

    template <apply_mode A, rewind_mode M, template <typename...> class Action,
              template <typename...> class Control, typename ParseInput, typename... States>
    [[nodiscard]] static bool match(ParseInput& in, States&&... states) {
        tell_passed(in.current(), states...);
        return true;
    }
};

// Goes to the next `Stop` without taking it; fails when there is none.
template <char Stop>
struct up_to {
    using rule_t = up_to;
    using subs_t = empty_list;

    template <apply_mode A, rewind_mode M, template <typename...> class Action,
              template <typename...> class Control, typename ParseInput, typename... States>
    [[nodiscard]] static bool match(ParseInput& in, States&&... states) {
        const auto next = [](const char* from, const char* to) { return runner::bytes::find(from, to, Stop); };
        const auto* found = search_in_steps(in.current(), in.end(), 0, next, states...);
        if (found == in.end()) {
            return false;
        }
        in.bump(static_cast<std::size_t>(found - in.current()));
        return true;
    }
};

// Goes to the next of two bytes, or to the end.
template <char One, char Other>
struct to_either {
    using rule_t = to_either;
    using subs_t = empty_list;

    template <apply_mode A, rewind_mode M, template <typename...> class Action,
              template <typename...> class Control, typename ParseInput, typename... States>
    [[nodiscard]] static bool match(ParseInput& in, States&&... states) {
        const auto next = [](const char* from, const char* to) { return runner::bytes::find_either(from, to, One, Other); };
        const auto* found = search_in_steps(in.current(), in.end(), 0, next, states...);
        in.bump(static_cast<std::size_t>(found - in.current()));
        return true;
    }
};

// As many bytes as there are of one kind; none is a match, too.
template <const char* (&Behind)(const char*, const char*) noexcept>
struct run_of {
    using rule_t = run_of;
    using subs_t = empty_list;

    template <typename ParseInput>
    [[nodiscard]] static bool match(ParseInput& in) noexcept {
        in.bump(static_cast<std::size_t>(Behind(in.current(), in.end()) - in.current()));
        return true;
    }
};

// Layout: what stands between tokens

struct white_space : one<' ', '\t', '\n', '\r', '\f', '\v'> {};
struct newline : one<'\n', '\r'> {};
struct white_spaces : run_of<runner::bytes::behind_spaces> {};
struct to_line_end : to_either<'\n', '\r'> {};
struct line_comment : seq<two<'-'>, to_line_end> {};
// A line comment that may be a directive.
struct marked_comment : seq<two<'-'>, star<blank>, one<'@'>, to_line_end> {};

// The rest of a block comment, behind its `/*`. They nest, and a million levels are as legal as one.
struct block_comment_rest {
    using rule_t = block_comment_rest;
    using subs_t = empty_list;

    template <apply_mode A, rewind_mode M, template <typename...> class Action,
              template <typename...> class Control, typename ParseInput, typename... States>
    [[nodiscard]] static bool match(ParseInput& in, States&&... states) {
        const auto next = [](const char* from, const char* to) { return runner::bytes::find(from, to, '/'); };
        std::size_t depth = 1;
        const auto* taken = in.current(); // no `*` before this can belong to a `*/`
        for (const auto* slash = in.current();; ++slash) {
            slash = search_in_steps(slash, in.end(), 0, next, states...);
            if (slash == in.end()) {
                return false;
            }
            tell_passed(slash, states...);
            if (slash > taken && slash[-1] == '*') {
                taken = slash + 1;
                if (--depth == 0) {
                    in.bump(static_cast<std::size_t>(taken - in.current()));
                    return true;
                }
            } else if (slash >= taken && slash + 1 < in.end() && slash[1] == '*') {
                taken = slash + 2;
                ++depth;
            }
        }
    }
};
struct block_comment : if_must<string<'/', '*'>, block_comment_rest> {};
// The look ahead spares most bytes three rules.
struct comment : seq<at<one<'-', '/'>>, sor<marked_comment, line_comment, block_comment>> {};
struct layout : seq<white_spaces, star<comment, white_spaces>> {};

// Words and numbers

struct word_first : ranges<'a', 'z', 'A', 'Z', '\x80', '\xff', '_'> {};
struct word : seq<word_first, run_of<runner::bytes::behind_word>> {};

struct digits : seq<plus<digit>, star<one<'_'>, plus<digit>>> {};
struct exponent : seq<one<'e', 'E'>, opt<one<'+', '-'>>, plus<digit>> {};
struct radix_number : seq<one<'0'>, one<'x', 'X', 'o', 'O', 'b', 'B'>, plus<sor<xdigit, one<'_'>>>> {};
struct fraction : seq<one<'.'>, not_at<one<'.'>>, opt<digits>> {};
struct decimal : seq<sor<seq<digits, opt<fraction>>, seq<one<'.'>, digits>>, opt<exponent>> {};
struct number : sor<radix_number, decimal> {};
struct parameter : seq<one<'$'>, plus<digit>> {};

// Strings and quoted names. A doubled quote is the end of one piece and the start of the next.

template <char Quote>
struct quoted_rest : seq<up_to<Quote>, one<Quote>> {};
template <char Quote>
struct quoted : seq<if_must<one<Quote>, quoted_rest<Quote>>, star<if_must<seq<one<Quote>, passed>, quoted_rest<Quote>>>> {};

struct unicode_prefix : seq<one<'u', 'U'>, one<'&'>> {};
struct standard_string : quoted<'\''> {};
struct quoted_name : quoted<'"'> {};
struct unicode_name : seq<unicode_prefix, at<one<'"'>>, quoted_name> {};

struct unescaped : to_either<'\\', '\''> {};
struct escaped : sor<seq<one<'\\'>, any>, two<'\''>> {};
struct escape_string_rest : seq<unescaped, star<escaped, passed, unescaped>, one<'\''>> {};
struct escape_string_body : if_must<one<'\''>, escape_string_rest> {};
struct escape_string : seq<one<'e', 'E'>, at<one<'\''>>, escape_string_body> {};

// standard_conforming_strings = off makes strings without E such as those with it.
struct standard_strings {
    using rule_t = standard_strings;
    using subs_t = empty_list;

    template <apply_mode A, rewind_mode M, template <typename...> class Action,
              template <typename...> class Control, typename ParseInput, typename State>
    [[nodiscard]] static bool match(ParseInput&, const State& state) noexcept {
        return state.standard_strings;
    }
};
struct plain_string : if_then_else<standard_strings, standard_string, escape_string_body> {};
struct national_string : seq<one<'n', 'N'>, at<one<'\''>>, plain_string> {};
struct prefixed_string : seq<sor<unicode_prefix, one<'b', 'B', 'x', 'X'>>, at<one<'\''>>, standard_string> {};

// `'one'` newline `'two'` is one string, and an E string goes on as one.
struct comment_in_gap : sor<marked_comment, line_comment> {};
struct string_gap : seq<star<sor<one<' ', '\t', '\f', '\v'>, comment_in_gap>>, newline,
                        star<sor<white_space, seq<comment_in_gap, newline>>>, at<one<'\''>>> {};

// Dollar quotes

struct tag_first : ranges<'a', 'z', 'A', 'Z', '\x80', '\xff', '_'> {};
struct tag_next : ranges<'a', 'z', 'A', 'Z', '\x80', '\xff', '0', '9', '_'> {};
struct dollar_tag : seq<one<'$'>, opt<tag_first, star<tag_next>>, one<'$'>> {};
struct dollar_quoted_rest : any {}; // only named, so that it can have words
struct dollar_quoted {
    using rule_t = dollar_quoted;
    using subs_t = type_list<dollar_tag, dollar_quoted_rest>;

    template <apply_mode A, rewind_mode M, template <typename...> class Action,
              template <typename...> class Control, typename ParseInput, typename... States>
    [[nodiscard]] static bool match(ParseInput& in, States&&... states) {
        const auto* begin = in.current();
        if (!Control<dollar_tag>::template match<A, M, Action, Control>(in, states...)) {
            return false;
        }
        const std::string_view tag(begin, static_cast<std::size_t>(in.current() - begin));
        const auto next = [tag](const char* from, const char* to) {
            const std::string_view text(from, static_cast<std::size_t>(to - from));
            return from + std::min(text.find(tag), text.size());
        };
        const auto* found = search_in_steps(in.current(), in.end(), tag.size() - 1, next, states...);
        if (found == in.end()) {
            Control<dollar_quoted_rest>::raise(in, states...);
        }
        in.bump(static_cast<std::size_t>(found - in.current()) + tag.size());
        return true;
    }
};

// Operators: a run of operator characters that no comment starts in, and that ends in + or - only
// when it also holds one of the characters that standard SQL does not use. A longer run than the
// server's longest name is not looked at as a whole: that would take quadratic time.

struct comment_start : sor<two<'-'>, string<'/', '*'>> {};
template <char... Characters>
struct operator_character : seq<not_at<comment_start>, one<Characters...>> {};
struct standard_character : operator_character<'+', '-', '*', '/', '<', '>', '='> {};
struct other_character : one<'~', '!', '@', '#', '^', '&', '|', '`', '?', '%'> {};
struct free_operator : seq<at<rep_max<63, standard_character>, other_character>,
                           plus<sor<other_character, standard_character>>> {};
struct signs : rep_max<63, operator_character<'+', '-'>> {};
struct standard_operator : seq<standard_character,
                               star<signs, operator_character<'*', '/', '<', '>', '='>>> {};
struct operator_run : sor<free_operator, standard_operator> {};

struct punctuation : one<',', '(', ')', ';', '.', '[', ']', ':'> {};
struct psql_command : seq<one<'\\'>, to_line_end> {};
struct other : any {};

// Strings with a prefix before words, which most tokens are; numbers such as `.5` before punctuation.
struct prefix : seq<one<'e', 'E', 'b', 'B', 'x', 'X', 'n', 'N', 'u', 'U'>, one<'\'', '&'>> {};
struct simple_word : seq<word, not_at<one<'\'', '&'>>> {};
struct prefixed : seq<at<prefix>, sor<escape_string, national_string, prefixed_string, unicode_name>> {};
struct token : sor<simple_word, prefixed, word, number, punctuation, plain_string, operator_run, quoted_name,
                   dollar_quoted, parameter, psql_command, other> {};

struct token_begin : success {}; // only named, so that its place can be known
struct next_token : seq<layout, token_begin, opt<token>> {};

// The rest of a statement, when nobody asks for its tokens: up to a semicolon, and to whatever else
// has to be looked at as a token.

// Plain text, read by the state's `plain`.
struct plain_text {
    using rule_t = plain_text;
    using subs_t = empty_list;

    template <apply_mode A, rewind_mode M, template <typename...> class Action,
              template <typename...> class Control, typename ParseInput, typename State>
    [[nodiscard]] static bool match(ParseInput& in, State& state) {
        const auto* end = state.plain.pass(in.current(), in.end());
        const auto taken = static_cast<std::size_t>(end - in.current());
        in.bump(taken);
        return taken > 0;
    }
};
// The plain text ended with nothing that could belong to the quote that follows.
struct no_prefix {
    using rule_t = no_prefix;
    using subs_t = empty_list;

    template <apply_mode A, rewind_mode M, template <typename...> class Action,
              template <typename...> class Control, typename ParseInput, typename State>
    [[nodiscard]] static bool match(ParseInput& in, const State& state) noexcept {
        return !state.plain.touches(in.current());
    }
};
// The plain text ended with these letters, and they belong to the quote that follows.
template <char... Letters>
struct behind_prefix {
    using rule_t = behind_prefix;
    using subs_t = empty_list;

    template <apply_mode A, rewind_mode M, template <typename...> class Action,
              template <typename...> class Control, typename ParseInput, typename State>
    [[nodiscard]] static bool match(ParseInput& in, const State& state) {
        static constexpr std::array<char, sizeof...(Letters)> letters = {Letters...};
        return state.plain.is_prefixed(in.current(), {letters.data(), letters.size()});
    }
};
template <typename Body>
struct prefixed_literal : Body {};
template <typename Body>
struct literal : Body {};
template <typename Body>
struct continued_literal : Body {};
template <typename Body>
struct more_lines : star<at<one<' ', '\t', '\f', '\v', '\n', '\r', '-'>>, string_gap, continued_literal<Body>> {};

struct escape_prefix : behind_prefix<'e'> {};
struct other_prefix : sor<behind_prefix<'b'>, behind_prefix<'x'>, behind_prefix<'n'>, behind_prefix<'u', '&'>> {};
struct plain_literal : seq<literal<standard_string>, more_lines<standard_string>> {};
struct string_rest : sor<
    seq<no_prefix, plain_literal>,
    seq<escape_prefix, prefixed_literal<escape_string_body>, more_lines<escape_string_body>>,
    seq<other_prefix, prefixed_literal<standard_string>, more_lines<standard_string>>,
    plain_literal> {};
struct name_rest : sor<seq<behind_prefix<'u', '&'>, prefixed_literal<quoted_name>>, literal<quoted_name>> {};
struct not_plain : sor<seq<at<one<'\''>>, string_rest>, seq<at<one<'"'>>, name_rest>, comment, literal<dollar_quoted>> {};
struct statement_rest : seq<opt<plain_text>, star<not_plain, opt<plain_text>>> {};

// The rows behind COPY … FROM stdin;

struct copy_end : seq<string<'\\', '.'>, opt<one<'\r'>>, sor<one<'\n'>, eof>> {};
// To a line that begins like their end, in steps that the state is told of: they may be gigabytes.
struct to_copy_end {
    using rule_t = to_copy_end;
    using subs_t = empty_list;

    template <apply_mode A, rewind_mode M, template <typename...> class Action,
              template <typename...> class Control, typename ParseInput, typename State>
    [[nodiscard]] static bool match(ParseInput& in, State& state) {
        constexpr std::size_t step = std::size_t{1} << 17; // the state reads them again: from a cache
        constexpr std::size_t overlap = 2;
        while (!in.empty()) {
            const auto size = std::min(in.size(), step + overlap);
            const auto found = runner::bytes::kernel.find_row_end({in.current(), size});
            if (found != size) {
                in.bump(found);
                return true;
            }
            in.bump(std::min(size, step));
            state.pass(in.current());
        }
        return false;
    }
};
struct copy_rows : until<at<copy_end>, to_copy_end, one<'\n'>> {};

// Directives: `-- @key: value`. The value is trimmed by whoever reads it. With a colon behind it a
// key may have letters that no key has: what looks like a directive is one, or a mistake.

struct wide_colon : string<'\xef', '\xbc', '\x9a'> {}; // U+FF1A, which some keyboards write
struct directive_colon : seq<star<blank>, sor<one<':'>, wide_colon>> {};
struct key_first : ranges<'a', 'z', 'A', 'Z', '\x80', '\xff', '_'> {};
struct key_next : sor<key_first, digit, one<'-', '.'>> {};
struct odd_key : seq<not_at<wide_colon>, key_first, star<not_at<wide_colon>, key_next>> {};
struct plain_key : seq<alpha, star<sor<alnum, one<'-', '_'>>>> {};
struct directive_value : to_line_end {};
struct directive : seq<two<'-'>, star<blank>, one<'@'>, star<blank>,
                       sor<seq<odd_key, directive_colon>, plain_key>, directive_value> {};

struct duration_amount : plus<digit> {};
struct duration_unit : sor<string<'m', 's'>, one<'s', 'm', 'h'>> {};
struct duration : seq<sor<seq<duration_amount, duration_unit>, one<'0'>>, eof> {};
struct whole_number : seq<plus<digit>, eof> {};
// A list gives up at the byte that does not fit, so that an error can point at it.
template <typename Character>
struct list_name : plus<Character> {};
template <typename Character>
struct list_item : seq<star<blank>, must<list_name<Character>>, star<blank>> {};
template <typename Character>
struct list : seq<list_item<Character>, star<if_must<one<','>, list_item<Character>>>, must<eof>> {};
struct environment_character : sor<alnum, one<'_', '-'>> {};
struct name_character : sor<alnum, one<'_', '-', '.'>> {};
struct variable_character : sor<alnum, one<'_'>> {};
struct environment_list : list<environment_character> {};
struct name_list : list<name_character> {};
// As in the names of files: beyond ASCII everything is a letter.
struct file_character : sor<name_character, range<'\x80', '\xff'>> {};
struct file_list : list<file_character> {};
struct variable_list : list<variable_character> {};

} // namespace runner::grammar

namespace TAO_PEGTL_NAMESPACE {

// For analyze(): which of our own functions may match nothing at all.
template <typename Name, char Stop>
struct analyze_traits<Name, runner::grammar::up_to<Stop>> : analyze_opt_traits<> {};
template <typename Name, char One, char Other>
struct analyze_traits<Name, runner::grammar::to_either<One, Other>> : analyze_opt_traits<> {};
template <typename Name, const char* (&Behind)(const char*, const char*) noexcept>
struct analyze_traits<Name, runner::grammar::run_of<Behind>> : analyze_opt_traits<> {};
template <typename Name>
struct analyze_traits<Name, runner::grammar::passed> : analyze_opt_traits<> {};
template <typename Name>
struct analyze_traits<Name, runner::grammar::standard_strings> : analyze_opt_traits<> {};
template <typename Name>
struct analyze_traits<Name, runner::grammar::plain_text> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, runner::grammar::no_prefix> : analyze_opt_traits<> {};
template <typename Name, char... Letters>
struct analyze_traits<Name, runner::grammar::behind_prefix<Letters...>> : analyze_opt_traits<> {};
template <typename Name>
struct analyze_traits<Name, runner::grammar::to_copy_end> : analyze_opt_traits<> {};
template <typename Name>
struct analyze_traits<Name, runner::grammar::block_comment_rest> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, runner::grammar::dollar_quoted> : analyze_any_traits<> {};

} // namespace TAO_PEGTL_NAMESPACE
// NOLINTEND(readability-identifier-naming)
// clang-format on
