// What the mixed input says, and how often: SQL that PostgreSQL would parse.
#pragma once

#include "sql_template.hpp"

#include <array>
#include <string_view>

namespace runner::bench::mixed {

using Sql = WeightedSql;

inline constexpr std::array statements{
    Sql{9, "ALTER TABLE {table} ADD COLUMN {column} {type};\n"},
    Sql{8, R"(
ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column} {type} NOT NULL DEFAULT {default};
)"},
    Sql{6, R"(
ALTER TABLE {table}
    ALTER COLUMN {column} TYPE {type} USING {column}::{type},
    ALTER COLUMN {second} SET DEFAULT {default},
    ALTER COLUMN {second} DROP NOT NULL;
)"},
    Sql{8, R"(
ALTER TABLE ONLY {table}
    ADD CONSTRAINT {noun}_{attribute}_fkey FOREIGN KEY ({column})
    REFERENCES {other} (id) ON DELETE CASCADE;
)"},
    Sql{4, R"(
ALTER TABLE {table}
    ADD CONSTRAINT {noun}_check CHECK ({column} >= 0 AND {second} <> '{code}') NOT VALID;
)"},
    Sql{3, "ALTER TABLE {table} VALIDATE CONSTRAINT {noun}_check;\n"},
    Sql{4, "ALTER TABLE {table} DROP COLUMN IF EXISTS {column}, DROP COLUMN {second};\n"},
    Sql{3, "ALTER TABLE {table} RENAME COLUMN {column} TO {second};\n"},
    Sql{14, "CREATE INDEX {noun}_{attribute}_idx ON {table} ({column});\n"},
    Sql{5, R"(
CREATE INDEX CONCURRENTLY IF NOT EXISTS {noun}_{attribute}_idx ON {table}
    USING btree ({column}, {second} DESC);
)"},
    Sql{5, R"(
CREATE UNIQUE INDEX {noun}_{attribute}_key ON {table} (lower({column})) WHERE {second} IS NULL;
)"},
    Sql{2, R"(
CREATE INDEX {noun}_search_idx ON {table}
    USING gin (to_tsvector('simple', coalesce({column}, '') || ' ' || {second}));
)"},
    Sql{3, "DROP INDEX IF EXISTS {noun}_{attribute}_idx;\n"},
    Sql{3, "DROP TABLE IF EXISTS {table};\n"},
    Sql{6, "COMMENT ON COLUMN {table}.{column} IS {literal};\n"},
    Sql{4, "COMMENT ON TABLE {table} IS {literal};\n"},
    Sql{4, "GRANT SELECT, INSERT, UPDATE ON {table} TO app_{noun}, reporting;\n"},
    Sql{2, "REVOKE ALL ON FUNCTION {noun}_{attribute}(integer, text) FROM PUBLIC;\n"},
    Sql{3, "ALTER TABLE {table} OWNER TO app_owner;\n"},
    Sql{2, R"(
CREATE TYPE {noun}_{attribute} AS ENUM ('{code}', '{code}', '{code}', '{code}');
)"},
    Sql{1, "CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;\n"},
    Sql{3, R"(
CREATE SEQUENCE {noun}_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
)"},
    Sql{2, "SELECT pg_catalog.setval('{noun}_id_seq', {number}, true);\n"},
    Sql{2, "SET lock_timeout = '{small}s';\n"},
    Sql{3, R"(
CREATE TRIGGER {noun}_changed BEFORE UPDATE ON {table}
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION touch_{attribute}();
)"},
    Sql{2, R"(
CREATE POLICY {noun}_tenant ON {table}
    USING (tenant_id = current_setting('app.tenant')::bigint);
)"},
    Sql{1, R"(
CREATE RULE {noun}_log AS ON DELETE TO {table} DO ALSO (
    INSERT INTO {noun}_log VALUES (OLD.id);
    NOTIFY {noun}_deleted
);
)"},
    Sql{8, "UPDATE {table} SET {column} = {literal} WHERE {second} = {number};\n"},
    Sql{5, R"(
UPDATE {table} AS t
SET {column} = o.{attribute}, {second} = t.{attribute} * 1.{small}, updated_at = now()
FROM {other} AS o
WHERE o.id = t.{noun}_id AND t.{attribute} IS NULL AND o.created_at >= '{date}'::date;
)"},
    Sql{5, R"(
INSERT INTO {table} (id, {column}, {second})
SELECT o.id, coalesce(o.{attribute}, {literal}), {number}
FROM {other} o
LEFT JOIN {noun} x ON x.id = o.{noun}_id AND x.{attribute} != {literal}
WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = o.id)
ON CONFLICT (id) DO UPDATE SET {column} = excluded.{column};
)"},
    Sql{3, R"(
DELETE FROM {table}
WHERE {column} IN ({small}, {small}, {small}) OR {second} < now() - interval '{small} days';
)"},
};

inline constexpr std::array views{
    Sql{3, R"(
CREATE OR REPLACE VIEW {noun}_{attribute} AS
SELECT t.id, t.{column}, o.{second} AS {attribute},
    count(*) FILTER (WHERE o.{attribute} > {small}) AS total
FROM {table} t
JOIN {other} o ON o.{noun}_id = t.id
WHERE t.deleted_at IS NULL AND t.{attribute} <> {literal}
GROUP BY t.id, o.{second}
ORDER BY 1;
)"},
    Sql{3, R"(
CREATE VIEW {noun}_overview AS
WITH recent AS (
    SELECT {column}, max(created_at) AS newest, sum({attribute} * {attribute}) AS amount
    FROM {table}
    WHERE created_at > date_trunc('month', now()) - interval '{small} months'
    GROUP BY {column}
), ranked AS (
    SELECT r.*, row_number() OVER (PARTITION BY r.{column} ORDER BY r.newest DESC) AS place
    FROM recent r
)
SELECT o.id, ranked.amount,
    CASE WHEN ranked.amount > {number} THEN {literal} WHEN ranked.amount > 0 THEN '{code}'
        ELSE NULL END AS state,
    o.{second} ->> '{attribute}' AS {attribute} -- {sentence}
FROM {other} o
LEFT JOIN ranked ON ranked.{column} = o.{attribute} AND ranked.place = 1;
)"},
    Sql{1, R"(
CREATE MATERIALIZED VIEW {noun}_by_month AS
SELECT date_trunc('month', {column}) AS month, {second}, count(*)
FROM {table} JOIN {other} USING ({noun}_id)
GROUP BY 1, 2
WITH NO DATA;
)"},
};

inline constexpr std::array columns{
    Sql{6, "{attribute} {type}"},
    Sql{6, "{attribute} {type} NOT NULL"},
    Sql{6, "{attribute} {type} NOT NULL DEFAULT {default}"},
    Sql{3, "{attribute} {type} DEFAULT {default}"},
    Sql{2, "{noun}_id bigint NOT NULL REFERENCES {table} (id)"},
    Sql{1, "{noun}_id integer REFERENCES {table} ON UPDATE CASCADE ON DELETE SET NULL"},
    Sql{1, "{column} {type} CHECK ({column} IN ('{code}', '{code}', '{code}'))"},
    Sql{1, "{column} {type} UNIQUE"},
};

inline constexpr std::array constraints{
    Sql{3, "CONSTRAINT {noun}_{attribute}_key UNIQUE ({column}, {second})"},
    Sql{2, R"(
CONSTRAINT {noun}_{attribute}_check CHECK ({column} > 0 OR {second} IS NOT NULL))"},
    Sql{2, "FOREIGN KEY ({column}) REFERENCES {table} (id) ON DELETE CASCADE"},
    Sql{1, "EXCLUDE USING gist ({column} WITH =, tstzrange(starts_at, ends_at) WITH &&)"},
};

inline constexpr std::array sql_functions{
    Sql{1, R"(
CREATE FUNCTION {noun}_{attribute}(p_id bigint) RETURNS bigint LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT CASE WHEN t.{column} > 0 THEN t.{column} ELSE {small} END
    FROM {table} t WHERE t.id = p_id;
    SELECT count(*) FROM {other};
END;
)"},
    Sql{1, R"(
CREATE FUNCTION {noun}_{attribute}(bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum({column}), 0) FROM {table} WHERE id = $1;
$$;
)"},
};

// A function in PL/pgSQL, up to its dollar quote.
inline constexpr std::string_view function_beginning = R"(
CREATE OR REPLACE FUNCTION {noun}_{attribute}(p_id bigint, p_{attribute} {type} DEFAULT NULL)
    RETURNS trigger
    LANGUAGE plpgsql
AS )";

inline constexpr std::string_view body_beginning = R"(
DECLARE
    v_row record;
    v_{attribute} {type};
BEGIN
)";

inline constexpr std::string_view body_end = R"(
    RETURN NEW;
END;
)";

inline constexpr std::array body_lines{
    Sql{4, R"(
    IF NEW.{attribute} IS NULL THEN
        RAISE EXCEPTION 'no {attribute} for %', NEW.id USING ERRCODE = 'check_violation';
    END IF;
)"},
    Sql{4, R"(
    UPDATE {table} SET {column} = v_{attribute}, updated_at = now() WHERE id = v_row.id;
)"},
    Sql{4, "    -- {sentence}\n"},
    Sql{3, R"(
    SELECT count(*), max({column}) INTO v_{attribute}, v_{noun}
    FROM {table} WHERE {second} = {literal};
)"},
    Sql{3, R"(
    FOR v_row IN SELECT * FROM {table} WHERE {column} > {small} LOOP
        INSERT INTO {other} VALUES (v_row.id, v_row.{attribute}, {literal});
    END LOOP;
)"},
    Sql{2, R"(
    v_{attribute} := coalesce(NEW.{attribute}, OLD.{attribute}) || ' ' || {literal};
)"},
    Sql{2, R"(
    PERFORM pg_notify('{noun}', json_build_object('id', NEW.id, 'kind', TG_OP)::text);
)"},
    Sql{1, R"(
    EXECUTE format('ALTER TABLE %I.%I ADD COLUMN {attribute} {type}', v_schema, v_name);
)"},
};

// Above every third statement.
inline constexpr std::array comments{
    Sql{10, "-- {sentence}\n"},
    Sql{3, R"(
-- {sentence}
-- {sentence}
)"},
    Sql{2, R"(
--
-- Name: {noun}_{attribute}; Type: TABLE; Schema: public; Owner: app_owner
--

)"},
    Sql{2, "/* {sentence} */\n"},
    Sql{1, R"(
/*
 * {sentence}
 * {sentence} /* {code} */
 */
)"},
    Sql{1, R"(
-- --------------------------------------------------------
-- {sentence}
)"},
};

} // namespace runner::bench::mixed
