// Text -> header, statements, checksum. No disk, no database.
#pragma once

#include <runner/error.hpp>
#include <runner/migration.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

namespace runner {

/// Decides which directives make sense at the top of a file.
enum class ScriptKind { up, down, seed, repeatable, verify };

/// A text and its checksum, which was made while the bytes were here for another reason.
struct SummedText {
    Text text;
    Checksum checksum;
};

/// Reads header and checksum, and leaves the body for later. Throws Error{source} that holds a
/// complaint for every bad directive of the file.
[[nodiscard]] Script read_script(std::filesystem::path path, Text text, ScriptKind kind);
/// Reads the header alone.
[[nodiscard]] Script read_script(std::filesystem::path path, SummedText summed, ScriptKind kind);

/// Splits, classifies and fingerprints the whole script in one pass. Throws Error{source}:
/// an unfinished construct, a misplaced directive, statements that cannot run together, transaction
/// control that would leave the transaction, a psql command. What refuses a transaction block
/// depends on `server`, a major version; 0 stands for the newest.
[[nodiscard]] Body read_body(const Script& script, unsigned server = 0);

/// The statements of a text, one after the other, in constant memory.
class StatementReader {
public:
    /// `text` outlives the reader; `path` is only shown in errors. Starts at the beginning.
    StatementReader(const Text& text, const std::filesystem::path& path);
    /// The same for a script that has a body, and outlives the reader.
    explicit StatementReader(const Script& script);
    ~StatementReader();
    StatementReader(const StatementReader&) = delete;
    StatementReader& operator=(const StatementReader&) = delete;

    /// Empty at the end. Throws Error{source} with the place where an unfinished construct began.
    std::optional<Statement> next();

    /// What standard_conforming_strings said when the last statement was read.
    [[nodiscard]] bool standard_strings() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace runner
