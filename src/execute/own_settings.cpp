#include "execute/own_settings.hpp"

namespace runner {

std::vector<OwnSetting> own_settings(const Options& options) {
    std::vector<OwnSetting> settings;
    if (!options.search_path.empty()) {
        // A list of names in the user's own quoting; as a literal it can be nothing else.
        settings.push_back({"search_path", options.search_path});
    }
    settings.push_back({"lock_timeout", std::to_string(options.lock_timeout.count())});
    settings.push_back({"statement_timeout", std::to_string(options.statement_timeout.count())});
    // Limits meant for applications would end a long migration, or the session that holds the lock.
    settings.push_back({"idle_in_transaction_session_timeout", "0"});
    // REPEATABLE READ as a default would make an idle transaction hold a snapshot.
    settings.push_back({"default_transaction_isolation", "read committed"});
    // The splitter's rules are those of standard strings.
    settings.push_back({"standard_conforming_strings", "on"});
    // A client that is gone without a word is noticed within a minute.
    settings.push_back({"tcp_keepalives_idle", "30"});
    settings.push_back({"tcp_keepalives_interval", "10"});
    settings.push_back({"tcp_keepalives_count", "3"});
    settings.push_back({"idle_session_timeout", "0", 140000});
    settings.push_back({"client_connection_check_interval", "2000", 140000});
    settings.push_back({"transaction_timeout", "0", 170000});
    return settings;
}

} // namespace runner
