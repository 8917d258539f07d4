#include "parse/batch_places.hpp"

namespace runner {
namespace {

constexpr std::string_view place = ":batch";

} // namespace

std::vector<std::size_t> batch_places(Lexer& lexer, Span span) {
    lexer.resume(span.offset);
    lexer.stop_at(span.offset + span.length);
    const auto bytes = lexer.text().view();
    std::vector<std::size_t> places;
    std::string open; // the brackets around the token
    for (auto token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
        if (token.is('(') || token.is('[')) {
            open += token.text.front();
        } else if ((token.is(')') || token.is(']')) && !open.empty()) {
            open.pop_back();
        }
        const bool in_slice = !open.empty() && open.back() == '[';
        if (token.kind == TokenKind::word && token.text == "batch" && !in_slice &&
            token.offset >= span.offset + 2 && bytes[token.offset - 1] == ':' &&
            bytes[token.offset - 2] != ':') {
            places.push_back(token.offset - 1);
        }
    }
    return places;
}

BatchText::BatchText(const Script& script, Span span, std::uint64_t rows) : begin_(span.offset) {
    Lexer lexer(script.text, script.path);
    const auto number = std::to_string(rows);
    number_size_ = number.size();
    const auto text = script.text.view();
    auto from = span.offset;
    for (const auto at : batch_places(lexer, span)) {
        sql_ += text.substr(from, at - from);
        sql_ += number;
        places_.push_back(sql_.size());
        from = at + place.size();
    }
    sql_ += text.substr(from, span.offset + span.length - from);
}

std::size_t BatchText::byte_of_script(std::size_t at) const noexcept {
    auto result = begin_ + at;
    for (const auto behind : places_) {
        if (behind <= at) {
            result = result + place.size() - number_size_;
        } else if (behind - number_size_ < at) {
            result -= at - (behind - number_size_); // inside of the number
        }
    }
    return result;
}

} // namespace runner
