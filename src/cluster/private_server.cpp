// Who may start and stop: everything is decided under the exclusive `lock`. Who uses the server
// shares `users`; whoever can turn that share into an exclusive lock is the last one.
#include "cluster/private_server.hpp"

#include "cluster/conninfo_value.hpp"
#include "cluster/file_lock.hpp"
#include "cluster/postmaster.hpp"
#include "cluster/server_folder.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <chrono>
#include <exception>
#include <string_view>
#include <system_error>
#include <utility>

namespace runner::cluster {

namespace {

namespace fs = std::filesystem;

/// Longer than anything somebody does while holding the lock: creating and starting a server.
constexpr std::chrono::seconds lock_patience{200};

std::string percent_encoded(const std::string& text) {
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789-._~";
    std::string encoded;
    for (const char letter : text) {
        if (plain.find(letter) != plain.npos) {
            encoded += letter;
        } else {
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
        }
    }
    return encoded;
}

/// Whatever a user asks for, the server stays behind its socket.
std::vector<std::string> all_settings(const ServerSettings& settings, const fs::path& socket) {
    std::vector<std::string> all = settings.settings;
    if (!settings.durable) {
        all.insert(all.end(), {"fsync=off", "full_page_writes=off", "synchronous_commit=off"});
    }
    // Relative to the data directory: then it has neither quotes nor commas, whatever the folder.
    const bool is_inside = socket.filename() == "socket";
    all.push_back("unix_socket_directories=" + (is_inside ? "../socket" : socket.string()));
    all.insert(all.end(), {"unix_socket_permissions=0700", "listen_addresses=", "port=5432"});
    return all;
}

/// The folder in /tmp would outlive the server; the one inside its own folder may.
void remove_socket_folder(const ServerFolder& folder) {
    std::error_code not_there;
    fs::remove(socket_folder_of(folder), not_there);
}

[[noreturn]] void throw_as_error(const fs::filesystem_error& failure) {
    throw Error(
        ErrorKind::usage,
        fmt::format("cannot use {}: {}", failure.path1().string(), failure.code().message())
    );
}

void release(const ServerFolder& folder, FileLock users) {
    FileLock lock(folder.lock(), folder.user);
    lock.lock(lock_patience);
    if (users.try_lock() && !fs::exists(folder.keep())) {
        stop_server(folder);
        remove_socket_folder(folder);
    }
}

} // namespace

PrivateServer::PrivateServer(ServerSettings settings) try : settings_(std::move(settings)) {
    const auto folder = server_folder_at(settings_.folder);
    settings_.folder = folder.path; // still right when the caller changes its working directory
    create_folder(folder);
    FileLock lock(folder.lock(), folder.user);
    lock.lock(lock_patience);
    claim_folder(folder, lock);

    FileLock users(folder.users(), folder.user);
    users.share();
    create_data(folder, settings_.durable);
    socket_folder_ = socket_folder_of(folder);
    create_private_folder(socket_folder_, folder);
    start_server(folder, all_settings(settings_, socket_folder_));
    users_lock_ = users.release();

} catch (const fs::filesystem_error& failure) {

    throw_as_error(failure);
}

PrivateServer::~PrivateServer() {
    try {
        release(server_folder_at(settings_.folder), FileLock(Descriptor(users_lock_)));
    } catch (const std::exception&) {
        // There is nobody left to tell. The share of `users` is gone in any case, and the next
        // holder stops what we could not.
        return;
    }
}

std::string PrivateServer::conninfo(const std::string& database) const {
    return fmt::format(
        "host={} port=5432 user=postgres dbname={}",
        quoted_value(socket_folder_.string()),
        quoted_value(database)
    );
}

std::string PrivateServer::url(const std::string& database) const {
    return fmt::format(
        "postgresql:///{}?host={}&port=5432&user=postgres",
        percent_encoded(database),
        percent_encoded(socket_folder_.string())
    );
}

void PrivateServer::keep() {
    // A file that needs no lock: it is only looked at by the last holder, and we are one.
    const FileLock created(settings_.folder / "keep", server_folder_at(settings_.folder).user);
}

bool PrivateServer::stop(const fs::path& folder) try {
    const auto place = server_folder_at(folder);
    if (!fs::exists(place.users())) {
        return false; // never was a server of ours, so we leave no trace
    }
    FileLock lock(place.lock(), place.user);
    lock.lock(lock_patience);
    claim_folder(place, lock);
    fs::remove(place.keep());
    const bool was_running = stop_server(place);
    remove_socket_folder(place);
    return was_running;

} catch (const fs::filesystem_error& failure) {

    throw_as_error(failure);
}

} // namespace runner::cluster
