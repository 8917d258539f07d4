// Python revisions -> SQL, by Alembic itself: its offline mode prints what it would run.
#pragma once

#include "import/conversion.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace runner::foreign {

class OfflineAlembic {
public:
    /// `versions`: the folder of the revisions; alembic.ini is looked for above it.
    explicit OfflineAlembic(const std::filesystem::path& versions);

    /// Fills in up and down of the revision behind `before`, which is empty for the first one.
    /// False when Alembic is not there or cannot say it; then nothing is changed.
    bool write(ConvertedMigration& migration, const std::string& before);

    /// Why the last write() that failed did; empty when none has.
    [[nodiscard]] const std::string& why_not() const noexcept { return why_not_; }

private:
    std::optional<std::string> ask(const char* command, const std::string& range);

    std::filesystem::path settings_; // alembic.ini
    std::string why_not_;
};

/// The statements Alembic adds for its own table, and BEGIN and COMMIT, taken out. A COMMIT before
/// the end means that a part of it is to run outside of a transaction.
[[nodiscard]] Part part_of_alembic(std::string text, const std::filesystem::path& source);

} // namespace runner::foreign
