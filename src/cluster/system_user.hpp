// Which user a server runs as: PostgreSQL refuses root, and containers run as root.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace runner::cluster {

struct SystemUser {
    std::string name;
    uid_t user = 0;
    gid_t group = 0;
    std::vector<gid_t> groups;
};

/// Nothing when we are not root and the server can run as ourselves. Otherwise the owner of
/// `data` when it is there, else `postgres`, else `nobody`. Throws Error{usage} when none exists.
[[nodiscard]] std::optional<SystemUser> server_user(const std::filesystem::path& data);

/// Turns the calling process into `user`, for good. Only for a forked child: calls nothing that is
/// unsafe there. False, with errno, when the system refuses.
[[nodiscard]] bool become(const SystemUser& user) noexcept;

/// The first of the existing folders from the root to `folder` that `user` cannot pass through.
/// Asks the system as that user, since access lists and mounts decide, too, not only mode bits.
[[nodiscard]] std::optional<std::filesystem::path>
barring_folder(const SystemUser& user, const std::filesystem::path& folder);

} // namespace runner::cluster
