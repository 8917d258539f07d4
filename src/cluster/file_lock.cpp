// Waiting for a lock is asking again, not blocking in flock(2): a blocked call has no time limit.
#include "cluster/file_lock.hpp"

#include "cluster/errors.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace runner::cluster {

namespace {

constexpr int open_flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
constexpr mode_t for_owner_only = 0600;

Descriptor
open_or_create(const std::filesystem::path& file, const std::optional<SystemUser>& owner) {
    Descriptor created(open(file.c_str(), open_flags | O_CREAT | O_EXCL, for_owner_only));
    if (!created.is_open()) {
        return Descriptor(open(file.c_str(), open_flags));
    }
    // Only a file of our own making changes hands; then its owner can use the folder without root.
    if (owner && fchown(created.number(), owner->user, owner->group) != 0) {
        return {};
    }
    return created;
}

} // namespace

FileLock::FileLock(const std::filesystem::path& file, const std::optional<SystemUser>& owner)
    : name_(file.string()), descriptor_(open_or_create(file, owner)) {
    if (!descriptor_.is_open()) {
        throw usage_error(
            system_error(ErrorKind::usage, fmt::format("open {}", name_)).what(),
            "a private server is used by the user who created its folder, or by root"
        );
    }
}

FileLock::FileLock(Descriptor descriptor) noexcept : descriptor_(std::move(descriptor)) {}

bool FileLock::attempt(int operation) const {
    while (flock(descriptor_.number(), operation | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            return false;
        }
        if (errno != EINTR) {
            throw system_error(ErrorKind::usage, fmt::format("lock {}", name_));
        }
    }
    return true;
}

void FileLock::lock(std::chrono::seconds patience) {
    constexpr std::chrono::milliseconds pause{5};
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!attempt(LOCK_EX)) {
        if (std::chrono::steady_clock::now() > deadline) {
            throw Error(
                ErrorKind::lock,
                fmt::format(
                    "another runner has been holding {} for {} seconds", name_, patience.count()
                )
            );
        }
        std::this_thread::sleep_for(pause);
    }
}

void FileLock::share() {
    if (!attempt(LOCK_SH)) {
        throw Error(ErrorKind::lock, fmt::format("another program has locked {}", name_));
    }
}

bool FileLock::try_lock() {
    return attempt(LOCK_EX);
}

std::string FileLock::read() const {
    std::array<char, 256> text{};
    const ssize_t size = pread(descriptor_.number(), text.data(), text.size(), 0);
    if (size < 0) {
        throw system_error(ErrorKind::usage, fmt::format("read {}", name_));
    }
    return {text.data(), static_cast<std::size_t>(size)};
}

void FileLock::write(const std::string& text) const {
    if (pwrite(descriptor_.number(), text.data(), text.size(), 0) < 0) {
        throw system_error(ErrorKind::usage, fmt::format("write {}", name_));
    }
}

} // namespace runner::cluster
