// The lexer collects comments without knowing statements, so their places are compared here.
#include "parse/statement_directives.hpp"

#include "parse/lexer.hpp"
#include "parse/variable_places.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace runner {
namespace {

bool is_alone_on_its_line(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, offset).find_last_not_of(" \t\f\v");
    return before == std::string_view::npos || text[before] == '\n' || text[before] == '\r';
}

/// The rest of a header is for the whole file.
bool is_for_first_statement(const Directive& directive) {
    return directive.key == "batch" || directive.key == "pause" || directive.key == "max-lag";
}

bool can_be_repeated(const Statement& statement) {
    constexpr std::array<std::string_view, 4> commands = {"DELETE", "INSERT", "MERGE", "UPDATE"};
    return std::find(commands.begin(), commands.end(), statement.command) != commands.end();
}

bool ends_with_its_text(
    const Text& text, const std::filesystem::path& path, const Statement& statement
) {
    Lexer lexer(text, path);
    lexer.resume(statement.span.offset + statement.span.length);
    return lexer.next().kind == TokenKind::end;
}

/// Where a directive belongs that has no statement below it. One that stands behind the last token
/// may have a semicolon below it, or nothing.
std::string_view place_for(
    const Text& text,
    const std::filesystem::path& path,
    std::size_t offset,
    const std::optional<Statement>& statement
) {
    constexpr std::string_view none_below =
        "on a line above the statement it is for, and no statement follows here";
    if (!statement || (offset > statement->span.offset + statement->span.length &&
                       ends_with_its_text(text, path, *statement))) {
        return none_below;
    }
    return "on a line above the statement it is for, not inside of it";
}

} // namespace

StatementDirectiveReader::StatementDirectiveReader(const Text& text, std::filesystem::path path)
    : text_(text), path_(std::move(path)) {}

void StatementDirectiveReader::read(
    std::vector<std::size_t>& marked,
    std::size_t first_token,
    std::optional<Statement>& statement,
    bool standard_strings
) {
    standard_strings_ = standard_strings;
    DirectiveKeys keys(text_);
    const auto begin = faults_.size();
    for (const auto offset : marked) {
        const bool in_header = offset < first_token;
        if (faults_.size() >= most_complaints ||
            (!in_header && !is_alone_on_its_line(text_.view(), offset))) {
            continue;
        }
        const auto directive = read_directive(text_.view().substr(offset), offset);
        if (!directive) {
            continue;
        }
        each_alone_ = each_alone_ ||
                      (in_header && directive->key == "transaction" && directive->value == "none");
        if (in_header && !is_for_first_statement(*directive)) {
            continue;
        }
        if (statement && offset < statement->span.offset) {
            read_one(*directive, keys, *statement);
        } else {
            faults_.push_back(
                misplaced_directive(*directive, place_for(text_, path_, offset, statement))
            );
        }
    }
    marked.clear();
    if (statement) {
        check_together(keys, *statement);
    }
    std::sort(
        faults_.begin() + static_cast<std::ptrdiff_t>(begin),
        faults_.end(),
        [](const DirectiveFault& one, const DirectiveFault& other) {
            return one.offset < other.offset;
        }
    );
}

void StatementDirectiveReader::read_one(
    const Directive& directive, DirectiveKeys& keys, Statement& statement
) {
    auto fault = keys.add(directive);
    if (!fault) {
        fault = apply_directive(directive, statement.directives);
    }
    if (fault) {
        faults_.push_back(std::move(*fault));
    } else {
        accepted_.push_back(directive);
    }
}

/// Needs all of them: a @pause may stand above its @batch.
void StatementDirectiveReader::check_together(
    const DirectiveKeys& keys, const Statement& statement
) {
    for (const auto& directive : accepted_) {
        if (auto fault = fault_beside_others(directive, keys, statement)) {
            faults_.push_back(std::move(*fault));
        }
    }
    accepted_.clear();
}

std::optional<DirectiveFault> StatementDirectiveReader::fault_beside_others(
    const Directive& directive, const DirectiveKeys& keys, const Statement& statement
) const {
    if (directive.key == "batch") {
        return fault_of_batch(directive, statement);
    }
    if ((directive.key == "pause" || directive.key == "max-lag") && !keys.find("batch")) {
        return DirectiveFault{
            fmt::format(
                "@{} {} of a @batch, which is not there: write `-- @batch: ROWS` beside it, or "
                "remove it",
                directive.key,
                directive.key == "pause" ? "is the time between two rounds"
                                         : "holds back the rounds"
            ),
            directive.key_offset};
    }
    return std::nullopt;
}

std::optional<DirectiveFault>
StatementDirectiveReader::fault_of_batch(const Directive& batch, const Statement& statement) const {
    if (!each_alone_) {
        return DirectiveFault{
            "@batch runs each round in a transaction of its own: write `-- @transaction: none` at "
            "the top of the file",
            batch.key_offset};
    }
    if (!can_be_repeated(statement)) {
        return DirectiveFault{
            fmt::format(
                "@batch repeats an UPDATE, DELETE, INSERT or MERGE, and the statement below it is "
                "{} (line {}): move it above the one it is for",
                statement.command.empty() ? "another one" : statement.command,
                statement.position.line
            ),
            batch.key_offset};
    }
    Lexer lexer(text_, path_);
    lexer.use_standard_strings(standard_strings_);
    const auto places = variable_places(lexer, statement.span, [](std::string_view name) {
        return name == batch_variable;
    });
    const bool has_batch = std::any_of(places.begin(), places.end(), [](const auto& place) {
        return place.form == VariablePlace::Form::verbatim;
    });
    if (!has_batch) {
        return DirectiveFault{
            fmt::format(
                "the {} below @batch (line {}) has no `:batch`: write it where the number of rows "
                "belongs, as in `LIMIT :batch`",
                statement.command,
                statement.position.line
            ),
            batch.key_offset};
    }
    return std::nullopt;
}

void StatementDirectiveReader::check() const {
    if (!faults_.empty()) {
        throw Error(ErrorKind::source, complaints_of(text_, path_, faults_));
    }
}

} // namespace runner
