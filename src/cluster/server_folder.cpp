// Everything here may run as root in a place where others can write: nothing follows a symbolic
// link, and only what we created ourselves changes hands.
#include "cluster/server_folder.hpp"

#include "cluster/errors.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <cerrno>
#include <cstdint>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace runner::cluster {

namespace {

namespace fs = std::filesystem;

constexpr mode_t folder_for_owner_only = 0700;
constexpr const char* mark = "this folder holds a private PostgreSQL of runner\n";

/// FNV-1a. Names a folder in /tmp, so every build must compute the same.
std::uint64_t hash_of(const std::string& text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char letter : text) {
        hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
    }
    return hash;
}

/// Empty but for our lock. A volume that is a file system of its own has a lost+found.
bool is_vacant(const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().filename() != "lock" && entry.path().filename() != "lost+found") {
            return false;
        }
    }
    return true;
}

[[noreturn]] void refuse(const ServerFolder& folder) {
    throw usage_error(
        fmt::format("{} is not empty and holds no private server of runner", folder.path.string()),
        "choose a folder that is empty or does not exist yet"
    );
}

void require_reachable(const ServerFolder& folder) {
    if (!folder.user) {
        return;
    }
    const auto barrier = barring_folder(*folder.user, folder.path.parent_path());
    if (!barrier) {
        return;
    }
    throw usage_error(
        fmt::format(
            "PostgreSQL does not run as root, and user {} cannot enter {}, where {} would be",
            folder.user->name,
            barrier->string(),
            folder.path.string()
        ),
        fmt::format(
            "choose a folder that {} can reach, for example embedded:/var/lib/runner/{}",
            folder.user->name,
            folder.path.filename().string()
        )
    );
}

void hand_over(const fs::path& path, const ServerFolder& folder) {
    if (folder.user && lchown(path.c_str(), folder.user->user, folder.user->group) != 0) {
        throw system_error(ErrorKind::usage, fmt::format("change the owner of {}", path.string()));
    }
}

/// Parents that we create are open, whatever root's umask says: the server's user goes through.
void create_parents(const fs::path& path) {
    if (path.empty() || fs::exists(path)) {
        return;
    }
    create_parents(path.parent_path());
    constexpr mode_t open_to_all = 0755;
    if (mkdir(path.c_str(), open_to_all) == 0) {
        if (geteuid() == 0) {
            fs::permissions(path, fs::perms(open_to_all));
        }
    } else if (errno != EEXIST) {
        throw system_error(ErrorKind::usage, fmt::format("create {}", path.string()));
    }
}

} // namespace

ServerFolder server_folder_at(const fs::path& folder) {
    fs::path path = fs::weakly_canonical(fs::absolute(folder));
    if (!path.has_filename()) { // "name/"
        path = path.parent_path();
    }
    auto user = server_user(path / "data");
    return {std::move(path), std::move(user)};
}

void create_folder(const ServerFolder& folder) {
    require_reachable(folder);
    create_parents(folder.path.parent_path());
    if (mkdir(folder.path.c_str(), folder_for_owner_only) == 0) {
        hand_over(folder.path, folder);
        return;
    }
    if (errno != EEXIST || !fs::is_directory(folder.path)) {
        throw system_error(ErrorKind::usage, fmt::format("create {}", folder.path.string()));
    }
    // In this order: whoever fills the folder at this moment made its lock first.
    if (!is_vacant(folder.path) && !fs::exists(folder.lock())) {
        refuse(folder);
    }
}

void claim_folder(const ServerFolder& folder, const FileLock& lock) {
    if (lock.read() == mark) {
        return;
    }
    if (!lock.read().empty() || !is_vacant(folder.path)) {
        refuse(folder);
    }
    hand_over(folder.path, folder);
    lock.write(mark);
}

fs::path socket_folder_of(const ServerFolder& folder) {
    constexpr std::size_t longest = 107; // sun_path holds 108 with its NUL
    fs::path inside = folder.path / "socket";
    const bool fits = (inside / ".s.PGSQL.5432").native().size() <= longest;
    // libpq takes a comma for the end of a host and has no way to quote one.
    if (fits && inside.native().find(',') == std::string::npos) {
        return inside;
    }
    const uid_t user = folder.user ? folder.user->user : geteuid();
    return fmt::format("/tmp/runner-{}-{:016x}", user, hash_of(folder.path.native()));
}

void create_private_folder(const fs::path& path, const ServerFolder& folder) {
    const uid_t user = folder.user ? folder.user->user : geteuid();
    if (mkdir(path.c_str(), folder_for_owner_only) == 0) {
        hand_over(path, folder);
    } else if (errno != EEXIST) {
        throw system_error(ErrorKind::usage, fmt::format("create {}", path.string()));
    }

    struct stat status {};

    const bool is_private = lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
                            status.st_uid == user && (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
    if (!is_private) { // in /tmp anybody can be faster than us
        throw Error(
            ErrorKind::usage,
            fmt::format(
                "{} is not a folder that only the server's user can enter; remove it", path.string()
            )
        );
    }
}

} // namespace runner::cluster
