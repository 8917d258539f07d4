// What lies where in the folder of a private server, whose it is, and that it is ours at all.
//
//   data/    the data directory      lock   held around every decision to create, start or stop
//   socket/  where it is reached     users  shared by everyone who uses the server
//   log      what the server says    keep   there when the server is to outlive its users
#pragma once

#include "cluster/file_lock.hpp"
#include "cluster/system_user.hpp"

#include <filesystem>
#include <optional>

namespace runner::cluster {

struct ServerFolder {
    std::filesystem::path path;     ///< absolute, without symbolic links
    std::optional<SystemUser> user; ///< whom the server runs as, unless ourselves

    [[nodiscard]] std::filesystem::path data() const { return path / "data"; }

    [[nodiscard]] std::filesystem::path log() const { return path / "log"; }

    [[nodiscard]] std::filesystem::path lock() const { return path / "lock"; }

    [[nodiscard]] std::filesystem::path users() const { return path / "users"; }

    [[nodiscard]] std::filesystem::path keep() const { return path / "keep"; }
};

/// The folder as it would be; touches nothing.
[[nodiscard]] ServerFolder server_folder_at(const std::filesystem::path& folder);

/// Creates the folder when it is not there. Throws Error{usage} when it holds something that is
/// not ours, or when the server's user cannot reach it.
void create_folder(const ServerFolder& folder);

/// Marks an empty folder as ours. Throws Error{usage} when it is not empty and not marked. `lock`
/// is the folder's and must be held.
void claim_folder(const ServerFolder& folder, const FileLock& lock);

/// Where the server listens and clients look: `socket/`, or a folder in /tmp when that makes a
/// path too long for the system's 107 bytes, or one that libpq cannot be told.
[[nodiscard]] std::filesystem::path socket_folder_of(const ServerFolder& folder);

/// Makes `path` a folder that only the server's user can enter. Throws Error{usage} when it is
/// there and belongs to somebody else.
void create_private_folder(const std::filesystem::path& path, const ServerFolder& folder);

} // namespace runner::cluster
