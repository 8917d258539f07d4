#include "work/history_change.hpp"

#include "connect/server_identity.hpp"
#include "execute/session.hpp"
#include "pg/pooler.hpp"
#include "work/lock_keys.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner {

HistoryChange::HistoryChange(const Options& options, Observer& observer, Connected& session) {
    auto& connection = session.connection;
    const auto key = lock_key(connection.database(), options.history_schema);
    const Session settings(connection, options);
    const auto first = ask_primary(
        connection,
        {.boolean = pg::AdvisoryLock::try_sql(key),
         .setup = [&](auto condition) { return settings.first_settings_sql(condition); }}
    );
    bool has_session = true;
    if (first.pooled) {
        const auto pooling = pg::find_pooler(connection, options.interrupt).pooling;
        if (pooling == pg::Pooling::statement_pooling) {
            Error error(
                ErrorKind::usage, "the connection goes through a pooler that allows no transactions"
            );
            error.say_state("nothing was done");
            error.say_advice("use a direct URL");
            throw error;
        }
        has_session = pooling != pg::Pooling::transaction_pooling;
        if (has_session) {
            connection.execute(settings.reset_sql());
        }
    }
    if (has_session) {
        lock_.emplace(
            connection,
            key,
            options.lock_wait,
            [&](auto so_far, auto holder) { observer.waiting_for_lock(so_far, holder); },
            first.result
        );
    }
    session.history = session.store.load_or_create();
    auto begin = std::string("BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE;");
    if (!has_session) {
        begin += options.role.empty()
                     ? std::string()
                     : "SET LOCAL ROLE " + connection.quote_name(options.role) + ";";
        // What every step takes for its transaction keeps us apart from those who run behind a
        // pooler; they fail and look again, instead of waiting.
        begin += fmt::format(
            "select pg_catalog.pg_advisory_xact_lock({}::pg_catalog.int8)",
            transaction_lock_key(connection.database(), options.history_schema)
        );
    }
    transaction_.emplace(connection, begin);
    if (!has_session) {
        session.history = session.store.load();
    }
}

} // namespace runner
