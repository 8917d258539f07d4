#include "execute/evidence.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner {
namespace {

using Kind = Subject::Kind;
using Verdict = Finding::Verdict;

// DETACH … CONCURRENTLY and pg_inherits.inhdetachpending came with it.
constexpr int first_with_detach = 140000;

} // namespace

std::optional<std::string> Evidence::note(const Subject& subject) {
    switch (subject.kind) {
    case Kind::create_index:
        return std::string(
            connection_
                .query(
                    "select coalesce(pg_catalog.array_agg(i.indexrelid)::pg_catalog.text, '{}') "
                    "from pg_catalog.pg_index i where i.indrelid operator(pg_catalog.=) "
                    "pg_catalog.to_regclass($1)::pg_catalog.oid",
                    {subject.other}
                )
                .value(0, 0)
        );
    case Kind::drop_index:
        return std::string(connection_
                               .query(
                                   "select pg_catalog.to_regclass($1)::pg_catalog.oid"
                                   "::pg_catalog.text",
                                   {subject.name}
                               )
                               .value(0, 0));
    case Kind::reindex:
        return note_reindex(subject);
    case Kind::detach_partition: {
        const auto attached = connection_.query(
            "select h.inhrelid from pg_catalog.pg_inherits h where h.inhparent "
            "operator(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid and h.inhrelid "
            "operator(pg_catalog.=) pg_catalog.to_regclass($2)::pg_catalog.oid",
            {subject.other, subject.name}
        );
        return attached.rows() == 0 ? std::string() : std::string(attached.value(0, 0));
    }
    case Kind::add_enum_value:
    case Kind::create_database:
    case Kind::drop_database:
    case Kind::move_database:
    case Kind::create_tablespace:
    case Kind::drop_tablespace:
    case Kind::create_subscription:
    case Kind::drop_subscription:
        return is_present(subject) ? "present" : "absent";
    default:
        return std::nullopt;
    }
}

Finding Evidence::look(const Subject& subject, const std::optional<std::string>& noted) {
    switch (subject.kind) {
    case Kind::repeatable:
        return {Verdict::not_done, "to run it again does no harm", {}};
    case Kind::create_index:
        return look_at_created_index(subject, noted);
    case Kind::drop_index:
        return look_at_dropped_index(subject, noted);
    case Kind::reindex:
        return look_at_reindex(subject, noted);
    case Kind::detach_partition:
        return look_at_partition(subject, noted);
    case Kind::add_enum_value:
    case Kind::create_database:
    case Kind::drop_database:
    case Kind::move_database:
    case Kind::create_tablespace:
    case Kind::drop_tablespace:
    case Kind::create_subscription:
    case Kind::drop_subscription:
        return look_at_presence(subject, noted);
    default:
        return {};
    }
}

Finding
Evidence::look_at_partition(const Subject& subject, const std::optional<std::string>& noted) {
    if (connection_.server_version() < first_with_detach) {
        return {Verdict::not_done, "this server does not know DETACH PARTITION CONCURRENTLY", {}};
    }
    const auto found = connection_.query(
        "select h.inhdetachpending from pg_catalog.pg_inherits h "
        "where h.inhparent operator(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid and "
        "h.inhrelid operator(pg_catalog.=) coalesce($3::pg_catalog.oid, "
        "pg_catalog.to_regclass($2)::pg_catalog.oid)",
        {subject.other, subject.name, noted && !noted->empty() ? noted : std::nullopt}
    );
    if (found.rows() == 0) {
        const bool was_attached = !noted || !noted->empty();
        return was_attached ? Finding{Verdict::done, subject.name + " is no partition any more", {}}
                            : Finding{Verdict::not_done, subject.name + " was no partition", {}};
    }
    if (!found.boolean(0, 0)) {
        return {Verdict::not_done, subject.name + " is still a partition", {}};
    }
    return {
        Verdict::broken,
        subject.name + " is half detached",
        {fmt::format("ALTER TABLE {} DETACH PARTITION {} FINALIZE", subject.other, subject.name)},
        true};
}

bool Evidence::is_present(const Subject& subject) {
    // A name behind parse_ident() is folded; ::name cuts it as the server does.
    constexpr const char* is_named = "operator(pg_catalog.=) "
                                     "((pg_catalog.parse_ident($1))::pg_catalog.name[])[1]";
    const auto exists = [&](const std::string& from_where) {
        return connection_
            .query(
                fmt::format("select exists (select from pg_catalog.{} {})", from_where, is_named),
                {subject.name}
            )
            .boolean(0, 0);
    };
    switch (subject.kind) {
    case Kind::add_enum_value:
        // The literal is a token of the file: it stands in our statement as it stands there.
        return connection_
            .query(
                fmt::format(
                    "select exists (select from pg_catalog.pg_enum e where e.enumtypid "
                    "operator(pg_catalog.=) pg_catalog.to_regtype($1)::pg_catalog.oid and "
                    "e.enumlabel operator(pg_catalog.=) ({})::pg_catalog.name)",
                    subject.other
                ),
                {subject.name}
            )
            .boolean(0, 0);
    case Kind::move_database:
        return connection_
            .query(
                fmt::format(
                    "select exists (select from pg_catalog.pg_database d join "
                    "pg_catalog.pg_tablespace s on s.oid operator(pg_catalog.=) d.dattablespace "
                    "where s.spcname operator(pg_catalog.=) "
                    "((pg_catalog.parse_ident($2))::pg_catalog.name[])[1] and d.datname {})",
                    is_named
                ),
                {subject.name, subject.other}
            )
            .boolean(0, 0);
    case Kind::create_tablespace:
    case Kind::drop_tablespace:
        return exists("pg_tablespace s where s.spcname");
    case Kind::create_subscription:
    case Kind::drop_subscription:
        return exists("pg_subscription s where s.subdbid operator(pg_catalog.=) (select d.oid from "
                      "pg_catalog.pg_database d where d.datname operator(pg_catalog.=) "
                      "pg_catalog.current_database()) and s.subname");
    default:
        return exists("pg_database d where d.datname");
    }
}

/// What is made, or gone, all at once: one row of a catalog. A DROP DATABASE that was broken off
/// leaves the row with a connection limit of -2; to say it again ends it.
Finding
Evidence::look_at_presence(const Subject& subject, const std::optional<std::string>& noted) {
    const bool drops = subject.kind == Kind::drop_database ||
                       subject.kind == Kind::drop_tablespace ||
                       subject.kind == Kind::drop_subscription;
    const auto what = subject.kind == Kind::add_enum_value
                          ? fmt::format("the value {} of {}", subject.other, subject.name)
                      : subject.kind == Kind::move_database
                          ? fmt::format("{} in tablespace {}", subject.name, subject.other)
                          : subject.name;
    const bool present = is_present(subject);
    auto words = what + (present ? " is there" : " is not there");
    if (present == drops) {
        return {Verdict::not_done, words, {}};
    }
    const bool was_so = noted && (*noted == "present") == present;
    if (was_so && !subject.if_exists) {
        return {Verdict::not_done, words + ", and so it was before", {}};
    }
    return {Verdict::done, words, {}};
}

} // namespace runner
