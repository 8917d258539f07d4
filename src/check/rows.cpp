#include "check/rows.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner::check {
namespace {

// A column is given a value when it has to be: it is NOT NULL, or the row is more telling with it.
// First with all columns, then with those alone that have to be set. Each table is tried again as
// long as others get rows, since it may refer to them.
constexpr std::string_view filling = R"(
DO $filling$
DECLARE
    candidate record;
    progress boolean := true;
    columns text;
    filled_in text;
    needed boolean;
    has_row boolean;
BEGIN
    WHILE progress LOOP
        progress := false;
        FOR candidate IN
            SELECT c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname) AS name
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
              AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', {0})
            ORDER BY c.oid
        LOOP
            EXECUTE 'SELECT EXISTS (SELECT FROM ' || candidate.name || ')' INTO has_row;
            CONTINUE WHEN has_row;
            FOREACH needed IN ARRAY ARRAY[false, true] LOOP
                SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attnum),
                       pg_catalog.string_agg(
                           CASE
                           WHEN f.conrelid IS NOT NULL THEN pg_catalog.format(
                               '(SELECT %I FROM %s LIMIT 1)', f.attname, f.confrelid::regclass)
                           WHEN b.typtype = 'e' THEN (
                               SELECT pg_catalog.quote_literal(enumlabel) FROM pg_catalog.pg_enum
                               WHERE enumtypid = b.oid ORDER BY enumsortorder LIMIT 1)
                           WHEN b.typcategory = 'N' THEN '1'
                           WHEN b.typcategory = 'B' THEN 'true'
                           WHEN b.typcategory = 'D' THEN '''2000-01-01'''
                           WHEN b.typcategory = 'T' THEN '''1 day'''
                           WHEN b.typcategory = 'A' THEN '''{{}}'''
                           WHEN b.typcategory = 'R' THEN '''empty'''
                           WHEN b.typcategory = 'I' THEN '''127.0.0.1'''
                           WHEN b.typname = 'uuid' THEN '''00000000-0000-4000-8000-000000000001'''
                           WHEN b.typname IN ('json', 'jsonb') THEN '''{{}}'''
                           WHEN b.typname = 'xml' THEN '''<a/>'''
                           WHEN b.typcategory = 'V' THEN 'B''1'''
                           ELSE '''a'''
                           END, ', ' ORDER BY a.attnum)
                INTO columns, filled_in
                FROM pg_catalog.pg_attribute a
                JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
                JOIN pg_catalog.pg_type b
                  ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
                LEFT JOIN LATERAL (
                    SELECT k.conrelid, k.confrelid, r.attname
                    FROM pg_catalog.pg_constraint k
                    CROSS JOIN LATERAL ROWS FROM (
                        pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey)) AS u (own, other)
                    JOIN pg_catalog.pg_attribute r ON r.attrelid = k.confrelid AND r.attnum = u.other
                    WHERE k.contype = 'f' AND k.conrelid = a.attrelid AND u.own = a.attnum
                    ORDER BY k.oid LIMIT 1) f ON true
                WHERE a.attrelid = candidate.oid AND a.attnum > 0 AND NOT a.attisdropped
                  AND a.attgenerated = '' AND a.attidentity = '' AND NOT a.atthasdef
                  AND (a.attnotnull OR NOT needed);
                BEGIN
                    EXECUTE 'INSERT INTO ' || candidate.name
                        || coalesce(' (' || columns || ') VALUES (' || filled_in || ')',
                                    ' DEFAULT VALUES');
                    progress := true;
                    EXIT;
                EXCEPTION WHEN OTHERS THEN
                    NULL;
                END;
            END LOOP;
        END LOOP;
    END LOOP;
END
$filling$
)";

std::string tables_query(pg::Connection& connection, const std::string& history_schema) {
    return fmt::format(
        "select pg_catalog.format('%I.%I', n.nspname, c.relname) from pg_catalog.pg_class c "
        "join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace "
        "where c.relkind::pg_catalog.text in ('r', 'p') and not c.relispartition "
        "and n.nspname::pg_catalog.text operator(pg_catalog.!~) '^pg_' "
        "and n.nspname::pg_catalog.text not in ('information_schema', {}) order by 1",
        connection.quote_literal(history_schema)
    );
}

} // namespace

void add_rows(pg::Connection& connection, const std::string& history_schema) {
    connection.execute(fmt::format(filling, connection.quote_literal(history_schema)));
}

Rows look_at_rows(pg::Connection& connection, const std::string& history_schema) {
    const auto names = connection.execute(tables_query(connection, history_schema));
    std::string question;
    for (std::size_t row = 0; row < names.front().rows(); ++row) {
        const std::string name(names.front().value(row, 0));
        question += fmt::format(
            "{}select {}, pg_catalog.count(*), pg_catalog.md5(pg_catalog.string_agg("
            "t::pg_catalog.text, E'\\n' order by t::pg_catalog.text collate \"C\")) from {} t",
            question.empty() ? "" : " union all ",
            connection.quote_literal(name),
            name
        );
    }
    Rows rows;
    if (question.empty()) {
        return rows;
    }
    const auto found = connection.execute(question);
    for (std::size_t row = 0; row < found.front().rows(); ++row) {
        rows[std::string(found.front().value(row, 0))] = {
            found.front().integer(row, 1), std::string(found.front().value(row, 2))};
    }
    return rows;
}

std::vector<std::string> losses(const Rows& before, const Rows& after) {
    std::vector<std::string> lines;
    for (const auto& [name, old_rows] : before) {
        const auto found = after.find(name);
        if (found == after.end() || found->second.digest == old_rows.digest) {
            continue; // a table that is gone is a finding of the catalog
        }
        const auto left = found->second.count;
        if (left < old_rows.count) {
            lines.push_back(fmt::format(
                "{} of {} rows of {} are gone after down",
                old_rows.count - left,
                old_rows.count,
                name
            ));
        } else if (left > old_rows.count) {
            lines.push_back(
                fmt::format("{} rows more are in {} after down", left - old_rows.count, name)
            );
        } else {
            lines.push_back(fmt::format("values in {} are others after down", name));
        }
    }
    return lines;
}

} // namespace runner::check
