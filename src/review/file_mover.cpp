#include "review/file_mover.hpp"

#include "discover/file_writer.hpp"

#include <runner/error.hpp>

#include <exception>

namespace runner {

std::optional<git::Repository> repository_of(const std::filesystem::path& folder) {
    try {
        return git::Repository(folder);
    } catch (const Error&) {
        return std::nullopt;
    }
}

void FileMover::move(const std::filesystem::path& from, const std::filesystem::path& to) {
    const Move move{from, to, repository_ && repository_->is_tracked(from.string())};
    carry_out(move);
    moved_.push_back(move);
}

void FileMover::undo() noexcept {
    for (auto move = moved_.rbegin(); move != moved_.rend(); ++move) {
        try {
            carry_out({move->to, move->from, move->tracked});
        } catch (const std::exception&) {
            continue;
        }
    }
    moved_.clear();
}

void FileMover::carry_out(const Move& move) const {
    if (move.tracked) {
        repository_->move(move.from.string(), move.to.string());
    } else {
        rename_file(folder_ / move.from, folder_ / move.to);
    }
}

} // namespace runner
