// Users of the system, looked up in the parent so that a forked child only has to make system
// calls: other threads may hold the locks of malloc or of the name service when we fork.
#include "cluster/system_user.hpp"

#include "cluster/errors.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace runner::cluster {

namespace {

constexpr std::size_t record_size = 16384;
constexpr int maximal_groups = 64;

SystemUser from_record(const passwd& record) {
    SystemUser user{record.pw_name, record.pw_uid, record.pw_gid, {}};
    int count = maximal_groups;
    user.groups.resize(maximal_groups);
    if (getgrouplist(record.pw_name, record.pw_gid, user.groups.data(), &count) < 0) {
        count = maximal_groups; // the rest is cut off: a server needs none of them
    }
    user.groups.resize(static_cast<std::size_t>(count));
    return user;
}

std::optional<SystemUser> user_named(const char* name) {
    std::array<char, record_size> text{};
    passwd record{};
    passwd* found = nullptr;
    if (getpwnam_r(name, &record, text.data(), text.size(), &found) != 0 || found == nullptr) {
        return std::nullopt;
    }
    return from_record(record);
}

/// The owner may have no name here: a volume that was filled in another container.
SystemUser owner_of(const struct stat& status) {
    std::array<char, record_size> text{};
    passwd record{};
    passwd* found = nullptr;
    if (getpwuid_r(status.st_uid, &record, text.data(), text.size(), &found) != 0 ||
        found == nullptr) {
        return {fmt::format("#{}", status.st_uid), status.st_uid, status.st_gid, {status.st_gid}};
    }
    return from_record(record);
}

int exit_status_of(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            throw system_error(ErrorKind::usage, "wait for a child process");
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

std::optional<SystemUser> server_user(const std::filesystem::path& data) {
    if (geteuid() != 0) {
        return std::nullopt;
    }

    struct stat status {};

    if (stat(data.c_str(), &status) == 0 && status.st_uid != 0) {
        return owner_of(status);
    }
    for (const char* const name : {"postgres", "nobody"}) {
        if (auto user = user_named(name)) {
            return user;
        }
    }
    throw usage_error(
        "PostgreSQL does not run as root, and there is neither a user postgres nor nobody",
        "create a system user named postgres, or run this command as another user"
    );
}

bool become(const SystemUser& user) noexcept {
    return setgroups(user.groups.size(), user.groups.data()) == 0 && setgid(user.group) == 0 &&
           setuid(user.user) == 0;
}

std::optional<std::filesystem::path>
barring_folder(const SystemUser& user, const std::filesystem::path& folder) {
    constexpr int all_open = 255;
    constexpr int refused = 254;
    constexpr std::size_t maximal_depth = 250; // the answer is an exit status

    std::vector<std::filesystem::path> ancestors;
    for (auto ancestor = folder;; ancestor = ancestor.parent_path()) {
        if (std::filesystem::exists(ancestor)) {
            ancestors.push_back(ancestor);
        }
        if (ancestor == ancestor.parent_path()) {
            break;
        }
    }
    std::reverse(ancestors.begin(), ancestors.end());
    ancestors.resize(std::min(ancestors.size(), maximal_depth));

    const pid_t child = fork();
    if (child < 0) {
        throw system_error(ErrorKind::usage, "start a child process");
    }
    if (child == 0) {
        if (!become(user)) {
            _exit(refused);
        }
        for (std::size_t index = 0; index < ancestors.size(); ++index) {
            if (access(ancestors[index].c_str(), X_OK) != 0) {
                _exit(static_cast<int>(index));
            }
        }
        _exit(all_open);
    }
    const int answer = exit_status_of(child);
    if (answer == all_open) {
        return std::nullopt;
    }
    if (answer < 0 || static_cast<std::size_t>(answer) >= ancestors.size()) {
        throw Error(
            ErrorKind::usage,
            fmt::format("PostgreSQL does not run as root, and we may not act as {}", user.name)
        );
    }
    return ancestors[static_cast<std::size_t>(answer)];
}

} // namespace runner::cluster
