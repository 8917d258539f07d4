// What the rules of the grammar mean, and what to say when one cannot match after all.
#include "parse/lexer.hpp"

#include "parse/grammar.hpp"

#include <runner/error.hpp>

#include <type_traits>
#include <utility>

namespace runner {
namespace {

using Input = tao::pegtl::
    memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf_crlf, const char*>;

// Without a line here, a rule that may give up does not compile: PEGTL's own words differ from
// compiler to compiler.
template <typename Rule>
constexpr const char* words = nullptr;
template <>
constexpr const char* words<grammar::block_comment_rest> = "this comment is never closed";
template <>
constexpr const char* words<grammar::quoted_rest<'\''>> = "this string is never closed";
template <>
constexpr const char* words<grammar::quoted_rest<'"'>> = "this quoted name is never closed";
template <>
constexpr const char* words<grammar::escape_string_rest> = "this string is never closed";
template <>
constexpr const char* words<grammar::dollar_quoted_rest> = "this dollar quote is never closed";

struct Messages {
    template <typename Rule>
    static constexpr const char* message = words<Rule>;
    template <typename Rule>
    static constexpr bool raise_on_failure = false; // only must<> may give up
};

template <typename Rule>
using Control = tao::pegtl::must_if<Messages>::control<Rule>;

struct LayoutState {
    const char* begin;                // of the text
    std::vector<std::size_t>* marked; // may be null
};

struct TokenState {
    TokenKind kind = TokenKind::end;
    bool escape_string = false;
};

template <typename Rule>
struct Action : tao::pegtl::nothing<Rule> {};

template <TokenKind Kind>
struct Is {
    static void apply0(TokenState& state) noexcept { state.kind = Kind; }
};

template <>
struct Action<grammar::word> : Is<TokenKind::word> {};

template <>
struct Action<grammar::quoted_name> : Is<TokenKind::quoted_name> {};

template <>
struct Action<grammar::plain_string> : Is<TokenKind::string> {};

template <>
struct Action<grammar::dollar_quoted> : Is<TokenKind::dollar_quoted> {};

template <>
struct Action<grammar::number> : Is<TokenKind::number> {};

template <>
struct Action<grammar::parameter> : Is<TokenKind::parameter> {};

template <>
struct Action<grammar::operator_run> : Is<TokenKind::operator_run> {};

template <>
struct Action<grammar::punctuation> : Is<TokenKind::punctuation> {};

template <>
struct Action<grammar::psql_command> : Is<TokenKind::psql_command> {};

template <>
struct Action<grammar::other> : Is<TokenKind::other> {};

template <>
struct Action<grammar::escape_string> {
    static void apply0(TokenState& state) noexcept {
        state.kind = TokenKind::string;
        state.escape_string = true;
    }
};

template <>
struct Action<grammar::marked_comment> {
    template <typename Matched>
    static void apply(const Matched& in, LayoutState& state) {
        const auto offset = static_cast<std::size_t>(in.begin() - state.begin);
        // A gap between two strings that turns out to be none is read twice.
        if (state.marked != nullptr && (state.marked->empty() || state.marked->back() < offset)) {
            state.marked->push_back(offset);
        }
    }
};

} // namespace

Lexer::Lexer(Text text, std::filesystem::path path)
    : text_(std::move(text)), path_(std::move(path)), end_(text_.view().size()) {}

template <typename Rule, typename State>
bool Lexer::match(State& state) {
    const auto rest = text_.view().substr(offset_, end_ - offset_);
    Input input(rest.data(), rest.data() + rest.size(), "");
    try {
        if (!tao::pegtl::parse<Rule, Action, Control>(input, state)) {
            return false;
        }
    } catch (const tao::pegtl::parse_error& failure) {
        // Layout has to say which of its comments; every other rule begins with what it complains
        // of.
        constexpr std::size_t opening = 2;
        const bool layout = std::is_same_v<Rule, grammar::layout>;
        const auto inside = layout ? failure.positions().front().byte - opening : 0;
        const bool on_copy_line = end_ < text_.view().size();
        fail(
            std::string(failure.message()) +
                (on_copy_line ? " on the line of its COPY, behind which the rows begin" : ""),
            offset_ + inside
        );
    }
    offset_ += input.byte();
    return true;
}

void Lexer::skip_layout() {
    LayoutState state{text_.view().data(), marked_};
    match<grammar::layout>(state);
}

bool Lexer::continue_string(Token& token) {
    const auto before = offset_;
    LayoutState gap{text_.view().data(), marked_};
    if (!match<grammar::string_gap>(gap)) {
        offset_ = before;
        return false;
    }
    token = {TokenKind::continuation, offset_, {}};
    TokenState state;
    if (behind_escape_string_) {
        match<grammar::escape_string_body>(state);
    } else {
        match<grammar::plain_string>(state);
    }
    return true;
}

Token Lexer::next() {
    Token token;
    if (!behind_string_ || !continue_string(token)) {
        skip_layout();
        token.offset = offset_;
        TokenState state;
        if (offset_ < end_) {
            match<grammar::token>(state);
        }
        token.kind = state.kind;
        behind_string_ = state.kind == TokenKind::string;
        behind_escape_string_ = state.escape_string;
    }
    token.text = text_.view().substr(token.offset, offset_ - token.offset);
    return token;
}

std::optional<std::size_t> Lexer::copy_rows(std::size_t offset) const {
    const auto rest = text_.view().substr(offset);
    Input input(rest.data(), rest.data() + rest.size(), "");
    if (!tao::pegtl::parse<grammar::copy_rows>(input)) {
        return std::nullopt;
    }
    return input.byte();
}

std::size_t Lexer::behind_copy_end(std::size_t offset) const {
    const auto rest = text_.view().substr(offset);
    Input input(rest.data(), rest.data() + rest.size(), "");
    tao::pegtl::parse<grammar::copy_end>(input);
    return offset + input.byte();
}

void Lexer::resume(std::size_t offset) noexcept {
    offset_ = offset;
    end_ = text_.view().size();
    behind_string_ = false;
}

void Lexer::fail(const std::string& message, std::size_t offset) const {
    throw Error(
        ErrorKind::source, message, Location{path_, text_.position(offset), text_.line(offset)}
    );
}

} // namespace runner
