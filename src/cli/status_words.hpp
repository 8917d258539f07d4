// How states are called, and what they add up to.
#pragma once

#include <runner/options.hpp>
#include <runner/status.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace runner::cli {

[[nodiscard]] std::string_view state_name(MigrationStatus::State state) noexcept;
[[nodiscard]] std::string_view state_name(SeedStatus::State state) noexcept;

/// For people: "applied, comments or layout changed".
[[nodiscard]] std::string_view state_words(const MigrationStatus& migration) noexcept;
[[nodiscard]] std::string_view state_words(const SeedStatus& seed) noexcept;

struct Counts {
    std::size_t applied = 0; ///< edited, missing and so on included
    std::size_t pending = 0; ///< late ones included
    std::size_t edited = 0;
    std::size_t missing = 0;
    std::size_t ahead = 0;
    std::size_t late = 0;
    std::size_t partial = 0;
    std::size_t repeatables = 0; ///< that `runner up` would run
    std::size_t seeds = 0;       ///< that `runner seed` would run
};

[[nodiscard]] Counts count(const Status& status);

/// What `status --exit-code` and `current --check-head` exit with: the worst that is true.
[[nodiscard]] int state_exit_status(const Counts& counts, const Options& options);

/// "9 applied, 1 pending; runner up applies it"
[[nodiscard]] std::string summary(const Counts& counts);

/// "007_add_users" of the last applied migration; empty when nothing is applied.
[[nodiscard]] std::string current_label(const Status& status);

} // namespace runner::cli
