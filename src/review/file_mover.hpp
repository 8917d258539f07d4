// Files of a folder that get another name, in git as well where git has them.
#pragma once

#include "git/repository.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace runner {

/// Empty without git, or in a folder that is none of its making: files are only files then.
[[nodiscard]] std::optional<git::Repository> repository_of(const std::filesystem::path& folder);

class FileMover {
public:
    /// The repository outlives it.
    FileMover(std::filesystem::path folder, const std::optional<git::Repository>& repository)
        : folder_(std::move(folder)), repository_(repository) {}

    /// Both below the folder, `from` in the folder itself. Throws Error{usage}.
    void move(const std::filesystem::path& from, const std::filesystem::path& to);

    /// Back, the last one first, as far as it goes: whoever calls this has something worse to tell.
    void undo() noexcept;

private:
    struct Move {
        std::filesystem::path from;
        std::filesystem::path to;
        bool tracked; ///< git has it
    };

    void carry_out(const Move& move) const;

    std::filesystem::path folder_;
    const std::optional<git::Repository>& repository_;
    std::vector<Move> moved_;
};

} // namespace runner
