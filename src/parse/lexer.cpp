// What the rules of the grammar mean, and what to say when one cannot match after all.
#include "parse/lexer.hpp"

#include "parse/grammar.hpp"
#include "parse/long_search.hpp"

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

} // namespace

/// What the rules are told, and what they find.
struct Lexer::State {
    Lexer& lexer;
    const char* begin; // of the text
    std::vector<std::size_t>* marked;
    PlainText& plain;
    bool standard_strings;
    const char* token_begin = nullptr;
    TokenKind kind = TokenKind::end;
    bool escape_string = false;

    explicit State(Lexer& whose)
        : lexer(whose),
          begin(whose.text_.view().data()),
          marked(whose.marked_),
          plain(whose.plain_),
          standard_strings(whose.standard_strings_) {}

    void pass(const char* at) const noexcept {
        if (static_cast<std::size_t>(at - begin) - lexer.passed_ >= search_step) {
            lexer.pass(at);
        }
    }
};

namespace {

template <typename Rule>
struct Action : tao::pegtl::nothing<Rule> {};

template <TokenKind Kind>
struct Is {
    template <typename State>
    static void apply0(State& state) noexcept {
        state.kind = Kind;
    }
};

template <>
struct Action<grammar::token_begin> {
    template <typename Matched, typename State>
    static void apply(const Matched& in, State& state) noexcept {
        state.token_begin = in.begin();
    }
};

template <>
struct Action<grammar::word> : Is<TokenKind::word> {};

template <>
struct Action<grammar::quoted_name> : Is<TokenKind::quoted_name> {};

template <>
struct Action<grammar::standard_string> : Is<TokenKind::string> {};

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
struct Action<grammar::escape_string_body> {
    template <typename State>
    static void apply0(State& state) noexcept {
        state.kind = TokenKind::string;
        state.escape_string = true;
    }
};

template <>
struct Action<grammar::comment> {
    template <typename State>
    static void apply0(State& state) noexcept {
        if (state.plain.canonical != nullptr) {
            state.plain.canonical->layout();
        }
    }
};

template <>
struct Action<grammar::marked_comment> {
    template <typename Matched, typename State>
    static void apply(const Matched& in, State& state) {
        const auto offset = static_cast<std::size_t>(in.begin() - state.begin);
        // Some text is read twice.
        if (state.marked != nullptr && (state.marked->empty() || state.marked->back() < offset)) {
            state.marked->push_back(offset);
        }
    }
};

// The literals of a statement's rest.

template <typename Body>
struct Action<grammar::literal<Body>> {
    template <typename Matched, typename State>
    static void apply(const Matched& in, State& state) {
        state.plain.token_end = in.end();
        if (state.plain.canonical != nullptr) {
            state.plain.canonical->literal({in.begin(), in.size()}, 0);
        }
    }
};

template <typename Body>
struct Action<grammar::prefixed_literal<Body>> {
    template <typename Matched, typename State>
    static void apply(const Matched& in, State& state) {
        state.plain.token_end = in.end();
        if (state.plain.canonical != nullptr) {
            state.plain.canonical->prefixed_literal({in.begin(), in.size()});
        }
    }
};

template <typename Body>
struct Action<grammar::continued_literal<Body>> {
    template <typename Matched, typename State>
    static void apply(const Matched& in, State& state) {
        state.plain.token_end = in.end();
        if (state.plain.canonical != nullptr) {
            state.plain.canonical->continued_literal({in.begin(), in.size()});
        }
    }
};

} // namespace

Lexer::Lexer(Text text, std::filesystem::path path)
    : text_(std::move(text)),
      path_(std::move(path)),
      plain_(text_.view()),
      end_(text_.view().size()) {}

template <typename Rule>
bool Lexer::match(State& state) {
    const auto rest = text_.view().substr(offset_, end_ - offset_);
    Input input(rest.data(), rest.data() + rest.size(), "");
    try {
        if (!tao::pegtl::parse<Rule, Action, Control>(input, state)) {
            return false;
        }
    } catch (const tao::pegtl::parse_error& failure) {
        if (std::is_same_v<Rule, grammar::statement_rest>) {
            return false;
        }
        // A token that is not finished, or a comment before it.
        constexpr std::size_t opening = 2;
        const auto inside = state.token_begin != nullptr
                                ? static_cast<std::size_t>(state.token_begin - rest.data())
                                : failure.positions().front().byte - opening;
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

/// Tokens and the canonical text are made of what the system reads again for them.
void Lexer::pass(const char* at) noexcept {
    const auto offset = static_cast<std::size_t>(at - text_.view().data());
    text_.release({passed_, offset - passed_});
    passed_ = offset;
}

void Lexer::skip_layout() {
    State state(*this);
    match<grammar::layout>(state);
}

bool Lexer::continue_string(Token& token) {
    const auto before = offset_;
    State state(*this);
    if (!match<grammar::string_gap>(state)) {
        offset_ = before;
        return false;
    }
    token = {TokenKind::continuation, offset_, {}};
    state.token_begin = text_.view().data() + offset_;
    if (behind_escape_string_) {
        match<grammar::escape_string_body>(state);
    } else {
        match<grammar::standard_string>(state);
    }
    return true;
}

Token Lexer::next() {
    Token token;
    if (!behind_string_ || !continue_string(token)) {
        State state(*this);
        match<grammar::next_token>(state);
        token.kind = state.kind;
        token.offset = static_cast<std::size_t>(state.token_begin - text_.view().data());
        behind_string_ = state.kind == TokenKind::string;
        behind_escape_string_ = state.escape_string;
    }
    token.text = text_.view().substr(token.offset, offset_ - token.offset);
    return token;
}

std::size_t Lexer::skip_plain(std::size_t& depth, std::size_t end, CanonicalText* canonical) {
    if (behind_string_ || !standard_strings_) {
        return end;
    }
    plain_.canonical = canonical;
    plain_.depth = depth;
    plain_.token_end = text_.view().data() + end;
    State state(*this);
    if (!match<grammar::statement_rest>(state)) {
        // Token by token it fails as well, and says where.
        while (next().kind != TokenKind::end) {
        }
    }
    plain_.canonical = nullptr;
    depth = plain_.depth;
    return static_cast<std::size_t>(plain_.token_end - text_.view().data());
}

namespace {

/// Rows, as far as they were searched.
struct SearchedRows {
    const Text& text;
    CanonicalText* canonical;
    const char* begin; ///< of those that were not counted and written yet
    const char* held;  ///< in memory from here on
    std::size_t lines = 0;

    /// The end is not before `at`.
    void pass(const char* at) {
        const std::string_view searched(begin, static_cast<std::size_t>(at - begin));
        // A line ending is written in one piece.
        take(searched.substr(0, searched.rfind('\n') + 1)); // nothing when there is none
        if (const auto length = static_cast<std::size_t>(begin - held); length >= held_bytes) {
            text.release({static_cast<std::size_t>(held - text.view().data()), length});
            held = begin;
        }
    }

    void take(std::string_view rows) {
        lines += bytes::kernel.count(rows, '\n');
        if (canonical != nullptr) {
            canonical->lines(rows);
        }
        begin += rows.size();
    }
};

} // namespace

std::optional<CopyRows> Lexer::copy_rows(std::size_t offset, CanonicalText* canonical) const {
    const auto rest = text_.view().substr(offset);
    Input input(rest.data(), rest.data() + rest.size(), "");
    SearchedRows rows{text_, canonical, rest.data(), rest.data()};
    if (!tao::pegtl::parse<grammar::copy_rows>(input, rows)) {
        return std::nullopt;
    }
    rows.take({rows.begin, static_cast<std::size_t>(input.current() - rows.begin)});
    if (canonical != nullptr) {
        canonical->end_record();
    }
    return CopyRows{{offset, input.byte()}, rows.lines};
}

std::size_t Lexer::behind_copy_end(std::size_t offset) const {
    const auto rest = text_.view().substr(offset);
    Input input(rest.data(), rest.data() + rest.size(), "");
    tao::pegtl::parse<grammar::copy_end>(input);
    return offset + input.byte();
}

void Lexer::resume(std::size_t offset) noexcept {
    offset_ = offset;
    passed_ = offset;
    end_ = text_.view().size();
    behind_string_ = false;
}

void Lexer::go_back(std::size_t offset) noexcept {
    offset_ = offset;
    passed_ = offset;
    behind_string_ = false;
}

void Lexer::fail(const std::string& message, std::size_t offset) const {
    throw Error(
        ErrorKind::source, message, Location{path_, text_.position(offset), text_.line(offset)}
    );
}

} // namespace runner
