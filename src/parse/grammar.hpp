// The shape of a script, as PEGTL rules and nothing else. lexer.cpp, header.cpp and directive.cpp
// give them meaning.
//
// The rules follow the server's own lexer (scan.l), because they have to answer its first question:
// where does a token end? Three rules are written as functions: a dollar quote has to remember its
// tag, nested comments must not nest on our stack, and memchr() finds a byte faster than a loop.
#pragma once

#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>

#include <cstddef>
#include <cstring>
#include <string_view>

// clang-format off
// NOLINTBEGIN(readability-identifier-naming)
namespace runner::grammar {

using namespace tao::pegtl;

// Goes to the next `Stop` without taking it; fails when there is none.
template <char Stop>
struct up_to {
    using rule_t = up_to;
    using subs_t = empty_list;

    template <typename ParseInput>
    [[nodiscard]] static bool match(ParseInput& in) noexcept {
        if (in.empty()) {
            return false;
        }
        const auto* found = static_cast<const char*>(std::memchr(in.current(), Stop, in.size()));
        if (found == nullptr) {
            return false;
        }
        in.bump(static_cast<std::size_t>(found - in.current()));
        return true;
    }
};

// Layout: what stands between tokens

struct white_space : one<' ', '\t', '\n', '\r', '\f', '\v'> {};
struct newline : one<'\n', '\r'> {};
struct to_line_end : star<not_one<'\n', '\r'>> {};
struct line_comment : seq<two<'-'>, to_line_end> {};
// A line comment that may be a directive.
struct marked_comment : seq<two<'-'>, star<blank>, one<'@'>, to_line_end> {};

// The rest of a block comment, behind its `/*`. They nest, and a million levels are as legal as one.
struct block_comment_rest {
    using rule_t = block_comment_rest;
    using subs_t = empty_list;

    template <typename ParseInput>
    [[nodiscard]] static bool match(ParseInput& in) noexcept {
        const std::string_view rest(in.current(), in.size());
        std::size_t depth = 1;
        std::size_t taken = 0; // no `*` before this can belong to a `*/`
        for (auto slash = rest.find('/'); slash != rest.npos; slash = rest.find('/', slash + 1)) {
            if (slash > taken && rest[slash - 1] == '*') {
                taken = slash + 1;
                if (--depth == 0) {
                    in.bump(taken);
                    return true;
                }
            } else if (slash >= taken && slash + 1 < rest.size() && rest[slash + 1] == '*') {
                taken = slash + 2;
                ++depth;
            }
        }
        return false;
    }
};
struct block_comment : if_must<string<'/', '*'>, block_comment_rest> {};
// The look ahead spares most bytes three rules.
struct comment : seq<at<one<'-', '/'>>, sor<marked_comment, line_comment, block_comment>> {};
struct layout : star<sor<plus<white_space>, comment>> {};

// Words and numbers

struct word_first : ranges<'a', 'z', 'A', 'Z', '\x80', '\xff', '_'> {};
struct word_next : ranges<'a', 'z', 'A', 'Z', '\x80', '\xff', '0', '9', '_', '_', '$'> {};
struct word : seq<word_first, star<word_next>> {};

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
struct quoted : seq<if_must<one<Quote>, quoted_rest<Quote>>, star<if_must<one<Quote>, quoted_rest<Quote>>>> {};

struct unicode_prefix : seq<one<'u', 'U'>, one<'&'>> {};
struct plain_string : quoted<'\''> {};
struct prefixed_string : seq<sor<unicode_prefix, one<'b', 'B', 'x', 'X', 'n', 'N'>>, at<one<'\''>>, plain_string> {};
struct quoted_name : quoted<'"'> {};
struct unicode_name : seq<unicode_prefix, at<one<'"'>>, quoted_name> {};

struct escaped : sor<not_one<'\\', '\''>, seq<one<'\\'>, any>, two<'\''>> {};
struct escape_string_rest : seq<star<escaped>, one<'\''>> {};
struct escape_string_body : if_must<one<'\''>, escape_string_rest> {};
struct escape_string : seq<one<'e', 'E'>, at<one<'\''>>, escape_string_body> {};

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
        const auto end = std::string_view(in.current(), in.size()).find(tag);
        if (end == std::string_view::npos) {
            Control<dollar_quoted_rest>::raise(in, states...);
        }
        in.bump(end + tag.size());
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
struct prefixed : seq<at<prefix>, sor<escape_string, prefixed_string, unicode_name>> {};
struct token : sor<prefixed, word, number, punctuation, plain_string, operator_run, quoted_name,
                   dollar_quoted, parameter, psql_command, other> {};

// The rows behind COPY … FROM stdin;

struct copy_end : seq<string<'\\', '.'>, opt<one<'\r'>>, sor<one<'\n'>, eof>> {};
struct copy_row : seq<up_to<'\n'>, one<'\n'>> {};
struct copy_rows : until<at<copy_end>, copy_row> {};

// Directives: `-- @key: value`. The value is trimmed by whoever reads it.

struct directive_key : seq<alpha, star<sor<alnum, one<'-', '_'>>>> {};
struct directive_colon : seq<star<blank>, one<':'>> {};
struct directive_value : to_line_end {};
struct directive : seq<two<'-'>, star<blank>, one<'@'>, directive_key, opt<directive_colon>,
                       directive_value> {};

struct duration_amount : plus<digit> {};
struct duration_unit : sor<string<'m', 's'>, one<'s', 'm', 'h'>> {};
struct duration : seq<sor<seq<duration_amount, duration_unit>, one<'0'>>, eof> {};
struct whole_number : seq<plus<digit>, eof> {};
template <typename Character>
struct list : seq<star<blank>, plus<Character>, star<blank>,
                  star<one<','>, star<blank>, plus<Character>, star<blank>>, eof> {};
struct environment_list : list<sor<alnum, one<'_', '-'>>> {};
struct name_list : list<sor<alnum, one<'_', '-', '.'>>> {};

} // namespace runner::grammar

namespace TAO_PEGTL_NAMESPACE {

// For analyze(): which of our own functions may match nothing at all.
template <typename Name, char Stop>
struct analyze_traits<Name, runner::grammar::up_to<Stop>> : analyze_opt_traits<> {};
template <typename Name>
struct analyze_traits<Name, runner::grammar::block_comment_rest> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, runner::grammar::dollar_quoted> : analyze_any_traits<> {};

} // namespace TAO_PEGTL_NAMESPACE
// NOLINTEND(readability-identifier-naming)
// clang-format on
