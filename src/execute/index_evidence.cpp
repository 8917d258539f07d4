// The part of Evidence that looks at indexes.
#include "execute/evidence.hpp"

#include <spdlog/fmt/fmt.h>

#include <string_view>

namespace runner {
namespace {

using Verdict = Finding::Verdict;

/// NULL for nothing.
std::optional<std::string> if_any(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

/// Rows: oid, qualified name, usable, was there before, another session is building it.
constexpr const char* created_index_sql =
    "select i.indexrelid, pg_catalog.format('%I.%I', n.nspname, c.relname), "
    "i.indisvalid and i.indisready, "
    "coalesce(i.indexrelid operator(pg_catalog.=) any ($3::pg_catalog.oid[]), false), "
    "exists (select from pg_catalog.pg_stat_progress_create_index p where p.index_relid "
    "operator(pg_catalog.=) i.indexrelid and p.pid operator(pg_catalog.<>) "
    "pg_catalog.pg_backend_pid()), i.indisunique "
    "from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) "
    "i.indexrelid join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace "
    "where i.indrelid operator(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid and "
    "c.relkind operator(pg_catalog.=) 'i'::pg_catalog.\"char\" and case when "
    "$2::pg_catalog.text is null then not coalesce(i.indexrelid operator(pg_catalog.=) any "
    "($3::pg_catalog.oid[]), false) else c.relname operator(pg_catalog.=) "
    "((pg_catalog.parse_ident($2))::pg_catalog.name[])[1] end";

Finding drop_and_repeat(std::string_view index) {
    return {
        Verdict::broken,
        fmt::format("index {} is INVALID", index),
        {fmt::format("DROP INDEX CONCURRENTLY IF EXISTS {}", index)}};
}

/// The tables whose indexes a REINDEX works on: `tables (oid)`.
std::string reindexed_tables(Subject::Scope scope) {
    constexpr std::string_view partitions =
        "select pg_catalog.to_regclass($1)::pg_catalog.oid as oid union select "
        "p.relid::pg_catalog.oid from pg_catalog.pg_partition_tree(pg_catalog.to_regclass($1)) p";
    std::string found;
    switch (scope) {
    case Subject::Scope::index:
        found = fmt::format(
            "select i.indrelid as oid from pg_catalog.pg_index i where i.indexrelid "
            "operator(pg_catalog.=) any (array({}))",
            partitions
        );
        return "tables as (" + found + ")";
    case Subject::Scope::table:
        found = partitions;
        break;
    case Subject::Scope::schema:
        found = "select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid "
                "operator(pg_catalog.=) c.relnamespace where n.nspname operator(pg_catalog.=) "
                "((pg_catalog.parse_ident($1))::pg_catalog.name[])[1]";
        break;
    case Subject::Scope::database:
        found = "select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid "
                "operator(pg_catalog.=) c.relnamespace where n.nspname operator(pg_catalog.<>) all "
                "(array['pg_catalog', 'pg_toast']::pg_catalog.name[]) and $1::pg_catalog.text is "
                "not null";
        break;
    }
    return fmt::format(
        "own as ({}), tables as (select oid from own union select c.reltoastrelid from "
        "pg_catalog.pg_class c where c.reltoastrelid operator(pg_catalog.<>) 0::pg_catalog.oid and "
        "c.oid operator(pg_catalog.=) any (array(select oid from own)))",
        found
    );
}

/// `i`, an index with its class `c`, is what a REINDEX that was broken off left behind.
constexpr const char* is_leftover =
    "(not i.indisvalid and c.relname operator(pg_catalog.~) '_cc(new|old)[0-9]*$')";

} // namespace

Finding
Evidence::look_at_created_index(const Subject& subject, const std::optional<std::string>& noted) {
    if (subject.name.empty() && !noted) {
        return {};
    }
    const auto found = connection_.query(
        created_index_sql, {subject.other, if_any(subject.name), noted.value_or("{}")}
    );
    const auto wanted =
        subject.name.empty() ? "an index on " + subject.other : "index " + subject.name;
    if (found.rows() == 0) {
        return {Verdict::not_done, wanted + " is not there", {}};
    }
    const auto name = std::string(found.value(0, 1));
    if (found.rows() > 1) {
        return {Verdict::unknown, fmt::format("{} has several new indexes", subject.other), {}};
    }
    if (found.boolean(0, 4)) {
        return {Verdict::unknown, fmt::format("another session is building index {}", name), {}};
    }
    const bool usable = found.boolean(0, 2);
    const bool is_older = found.boolean(0, 3) && !subject.if_exists;
    if (is_older) {
        return {
            Verdict::not_done,
            fmt::format(
                "{} index of the name {} was there before", usable ? "an" : "an INVALID", name
            ),
            {}};
    }
    if (!usable) {
        return drop_and_repeat(name);
    }
    if (subject.unique && !found.boolean(0, 5)) {
        return {Verdict::unknown, fmt::format("index {} is not unique", name), {}};
    }
    return {Verdict::done, fmt::format("index {} is there and valid", name), {}};
}

std::optional<Finding> Evidence::index_in_the_way(const Subject& subject) {
    if (subject.kind != Subject::Kind::create_index || !subject.if_exists) {
        return std::nullopt;
    }
    const auto finding = look_at_created_index(subject, std::nullopt);
    return finding.verdict == Verdict::broken || finding.verdict == Verdict::unknown
               ? std::optional(finding)
               : std::nullopt;
}

Finding
Evidence::look_at_dropped_index(const Subject& subject, const std::optional<std::string>& noted) {
    const auto found = connection_.query(
        "select pg_catalog.format('%I.%I', n.nspname, c.relname), i.indisvalid from "
        "pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) "
        "i.indexrelid join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) "
        "c.relnamespace where i.indexrelid operator(pg_catalog.=) "
        "coalesce($2::pg_catalog.oid, pg_catalog.to_regclass($1)::pg_catalog.oid)",
        {subject.name, if_any(noted.value_or(""))}
    );
    if (found.rows() > 0) {
        return {
            Verdict::not_done,
            fmt::format(
                "index {} is still there{}",
                found.value(0, 0),
                found.boolean(0, 1) ? "" : ", INVALID: it is half dropped"
            ),
            {}};
    }
    const bool was_there = !noted || !noted->empty();
    if (!was_there && !subject.if_exists) {
        return {Verdict::not_done, "there was no index " + subject.name, {}};
    }
    return {Verdict::done, fmt::format("index {} is gone", subject.name), {}};
}

/// The indexes that will be replaced by others: an oid[].
std::string Evidence::note_reindex(const Subject& subject) {
    constexpr std::string_view usable =
        " and i.indisvalid and not i.indisexclusion and c.relkind operator(pg_catalog.=) "
        "'i'::pg_catalog.\"char\"";
    constexpr std::string_view itself =
        " and c.relkind operator(pg_catalog.=) 'i'::pg_catalog.\"char\" and i.indexrelid "
        "operator(pg_catalog.=) any (array(select pg_catalog.to_regclass($1)::pg_catalog.oid union "
        "select p.relid::pg_catalog.oid from "
        "pg_catalog.pg_partition_tree(pg_catalog.to_regclass($1)) p))";
    return std::string(
        connection_
            .query(
                fmt::format(
                    "with {} select coalesce(pg_catalog.array_agg(i.indexrelid)::pg_catalog.text, "
                    "'{{}}') from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid "
                    "operator(pg_catalog.=) i.indexrelid where i.indrelid operator(pg_catalog.=) "
                    "any (array(select oid from tables)) and not {}{}",
                    reindexed_tables(subject.scope),
                    is_leftover,
                    subject.scope == Subject::Scope::index ? itself : usable
                ),
                {subject.name}
            )
            .value(0, 0)
    );
}

// The rebuilt index is another one: it has a new oid under the old name.
Finding Evidence::look_at_reindex(const Subject& subject, const std::optional<std::string>& noted) {
    const auto found = connection_.query(
        fmt::format(
            "with {} select pg_catalog.format('%I.%I', n.nspname, c.relname), {} from "
            "pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) "
            "i.indexrelid join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) "
            "c.relnamespace where (i.indrelid operator(pg_catalog.=) any (array(select oid from "
            "tables)) and {}) or i.indexrelid operator(pg_catalog.=) any ($2::pg_catalog.oid[]){}",
            reindexed_tables(subject.scope),
            is_leftover,
            is_leftover,
            subject.scope == Subject::Scope::index
                ? " or (not i.indisvalid and c.relkind operator(pg_catalog.=) 'i' and i.indexrelid "
                  "operator(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid)"
                : ""
        ),
        {subject.name, noted.value_or("{}")}
    );
    Finding finding;
    bool old_ones_left = !noted || *noted == "{}";
    for (std::size_t row = 0; row < found.rows(); ++row) {
        const auto name = found.value(row, 0);
        if (!found.boolean(row, 1)) {
            old_ones_left = true;
            continue;
        }
        finding.words += fmt::format("{}{}", finding.words.empty() ? "" : ", ", name);
        finding.repairs.push_back(fmt::format("DROP INDEX CONCURRENTLY IF EXISTS {}", name));
    }
    finding.repairs_finish = !old_ones_left;
    if (!finding.repairs.empty()) {
        finding.verdict = Verdict::broken;
        finding.words = "a REINDEX that was broken off left " + finding.words;
    } else if (old_ones_left) {
        finding.verdict = Verdict::not_done;
        finding.words = "not every index was rebuilt";
    } else {
        finding.verdict = Verdict::done;
        finding.words = "every index was rebuilt";
    }
    return finding;
}

std::string Evidence::indexes_of(const Subject& subject) {
    const bool creates = subject.kind == Subject::Kind::create_index && !subject.name.empty();
    const bool rebuilds =
        subject.kind == Subject::Kind::reindex && subject.scope == Subject::Scope::index;
    if (!creates && !rebuilds) {
        return {};
    }
    const auto found = connection_.query(
        "select pg_catalog.array_agg(i.indexrelid) from pg_catalog.pg_index i join "
        "pg_catalog.pg_class c on c.oid operator(pg_catalog.=) i.indexrelid where case when "
        "$1::pg_catalog.text is null then i.indexrelid operator(pg_catalog.=) "
        "pg_catalog.to_regclass($2)::pg_catalog.oid else i.indrelid operator(pg_catalog.=) "
        "pg_catalog.to_regclass($1)::pg_catalog.oid and c.relname operator(pg_catalog.=) "
        "((pg_catalog.parse_ident($2))::pg_catalog.name[])[1] end",
        {if_any(subject.other), subject.name}
    );
    return std::string(found.value(0, 0));
}

std::vector<std::string> Evidence::invalid_among(const std::string& indexes) {
    const auto found = connection_.query(
        "select pg_catalog.format('%I.%I', n.nspname, c.relname) from pg_catalog.pg_index i join "
        "pg_catalog.pg_class c on c.oid operator(pg_catalog.=) i.indexrelid join "
        "pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace where "
        "i.indexrelid operator(pg_catalog.=) any ($1::pg_catalog.oid[]) and not (i.indisvalid and "
        "i.indisready) and c.relkind operator(pg_catalog.=) 'i'::pg_catalog.\"char\"",
        {indexes}
    );
    std::vector<std::string> names;
    for (std::size_t row = 0; row < found.rows(); ++row) {
        names.emplace_back(found.value(row, 0));
    }
    return names;
}

} // namespace runner
