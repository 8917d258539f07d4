// flock(2) on a file of a private server's folder. The kernel releases it with its last
// descriptor, so that a holder that was killed holds nothing.
#pragma once

#include "cluster/descriptor.hpp"
#include "cluster/system_user.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace runner::cluster {

class FileLock {
public:
    /// Opens the file, and creates it for `owner` when it is not there. Locks nothing yet. The
    /// descriptor is not passed on to programs: a server that had it would hold the lock.
    /// Throws Error{usage} when we may not.
    FileLock(const std::filesystem::path& file, const std::optional<SystemUser>& owner);

    /// Takes over a descriptor that release() gave away.
    explicit FileLock(Descriptor descriptor) noexcept;

    /// Waits for whoever has it. Throws Error{lock} when the patience ends first.
    void lock(std::chrono::seconds patience);
    /// Throws Error{lock} when somebody has it exclusively.
    void share();
    /// Also from shared to exclusive. False when somebody else holds or shares it.
    [[nodiscard]] bool try_lock();

    [[nodiscard]] std::string read() const;
    void write(const std::string& text) const;

    /// Gives the descriptor away, and the lock with it.
    [[nodiscard]] int release() noexcept { return descriptor_.release(); }

private:
    [[nodiscard]] bool attempt(int operation) const;

    std::string name_;
    Descriptor descriptor_;
};

} // namespace runner::cluster
