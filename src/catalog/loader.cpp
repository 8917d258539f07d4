#include "catalog/loader.hpp"

#include "catalog/dependencies.hpp"
#include "catalog/member.hpp"
#include "pg/pipeline.hpp"
#include "pg/transaction.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>
#include <utility>

namespace runner::catalog {
namespace {

constexpr const char* begin = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr std::uint32_t pg_class = 1259;
/// Somebody else's DDL between two looks at the same object.
constexpr int attempts = 5;

// What is printed depends on these. pg_temp last: it must not hide anything.
constexpr const char* settings =
    "SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL quote_all_identifiers = off;"
    "SET LOCAL standard_conforming_strings = on; SET LOCAL DateStyle = ISO;"
    "SET LOCAL IntervalStyle = postgres; SET LOCAL TimeZone = UTC; SET LOCAL bytea_output = hex;"
    "SET LOCAL extra_float_digits = 3; SET LOCAL xmlbinary = base64;"
    "SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off;"
    "SET LOCAL statement_timeout = 0";

// The comment of `public` is told by its own query; that of plpgsql, which is everywhere, only when
// it is another one.
constexpr const char* comment_query = R"sql(
select classoid, objoid, objsubid, description from pg_description d
where objoid >= 16384 and not (classoid = 'pg_namespace'::regclass and exists
    (select from pg_namespace where oid = objoid and nspname = 'public'))
  and not (classoid = 'pg_extension'::regclass and exists
    (select from pg_extension where oid = objoid and extname = 'plpgsql'))
union all
select tableoid, oid, 0, coalesce(obj_description(oid, 'pg_extension'), '')
from pg_extension
where extname = 'plpgsql'
  and obj_description(oid, 'pg_extension') is distinct from 'PL/pgSQL procedural language')sql";

constexpr const char* label_query = R"sql(
select classoid, objoid, objsubid,
       string_agg(quote_ident(provider) || ' ' || quote_literal(label), E'\n' order by provider)
from pg_seclabel group by 1, 2, 3)sql";

struct Loaded {
    Object object;
    ObjectAddress address;
    std::int64_t position = 0;
};

/// The columns that every query may have, and where the attributes go.
void take_value(Loaded& loaded, const std::string& name, std::string_view value) {
    const auto as_number = [&] {
        return static_cast<std::uint32_t>(std::stoul(std::string(value)));
    };
    auto& object = loaded.object;
    if (name == "tableoid") {
        loaded.address.catalog = as_number();
    } else if (name == "oid") {
        loaded.address.oid = as_number();
    } else if (name == "subid") {
        loaded.address.column = as_number();
    } else if (name == "position") {
        loaded.position = as_number();
    } else if (name == "schema") {
        object.schema = value;
    } else if (name == "parent") {
        object.parent = value;
    } else if (name == "name") {
        object.name = value;
    } else if (name == "signature") {
        object.signature = value;
    } else {
        object.attributes.push_back({name, std::string(value)});
    }
}

void take_rows(std::vector<Loaded>& all, const Member& member, const pg::Result& rows) {
    std::vector<std::string> names;
    for (std::size_t column = 0; column < rows.columns(); ++column) {
        names.emplace_back(rows.name(column));
    }
    all.reserve(all.size() + rows.rows());
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        Loaded loaded;
        loaded.object.kind = member.kind;
        for (std::size_t column = 0; column < names.size(); ++column) {
            if (!rows.is_null(row, column)) {
                take_value(loaded, names[column], rows.value(row, column));
            }
        }
        if (member.refine != nullptr) {
            member.refine(loaded.object);
        }
        loaded.object.attributes.shrink_to_fit();
        all.push_back(std::move(loaded));
    }
}

auto order(const Loaded& loaded) {
    const auto& object = loaded.object;
    return std::tie(
        object.kind, object.schema, object.parent, loaded.position, object.name, object.signature
    );
}

/// Everything as it comes from the server.
struct Answers {
    std::vector<Loaded> objects;
    std::vector<std::pair<ObjectAddress, std::string>> comments;
    std::vector<std::pair<ObjectAddress, std::string>> labels;
    std::optional<pg::Result> dependencies;
    std::size_t queries = 0;
};

void take_texts(std::vector<std::pair<ObjectAddress, std::string>>& texts, const pg::Result& rows) {
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        texts.emplace_back(address_at(rows, row, 0), rows.value(row, 3));
    }
}

Answers ask(pg::Connection& connection, const Reading& reading) {
    Answers answers;
    const auto& kinds = members();
    pg::Pipeline pipeline(connection, [&](const pg::Result& rows) {
        const auto place = answers.queries++;
        if (place < kinds.size()) {
            take_rows(answers.objects, kinds[place], rows);
        } else if (place == kinds.size()) {
            take_texts(answers.comments, rows);
        } else {
            take_texts(answers.labels, rows);
        }
    });
    for (const auto& kind : kinds) {
        pipeline.send(kind.query(reading), {}, pg::Pipeline::Kind::own);
    }
    pipeline.send(comment_query, {}, pg::Pipeline::Kind::own);
    pipeline.send(label_query, {}, pg::Pipeline::Kind::own);
    pipeline.finish();
    answers.dependencies = std::move(connection.execute(dependency_query).front());
    ++answers.queries;
    return answers;
}

/// Removes our own tables and, when there is nothing else in it, their schema.
Dependencies::Addresses
take_history(std::vector<Loaded>& objects, std::string_view history_schema) {
    constexpr std::array<std::string_view, 6> tables = {
        "event", "journal", "layout", "migration", "repeatable", "seed"};
    const auto is_table = [&](std::string_view name) {
        return std::binary_search(tables.begin(), tables.end(), name);
    };
    const auto is_history = [&](const Loaded& loaded) {
        const auto& object = loaded.object;
        const auto owner = object.value("owned_by");
        const auto table = owner.substr(0, owner.rfind('.'));
        return object.schema == history_schema &&
               ((object.kind == Kind::table && is_table(object.name)) || is_table(object.parent) ||
                (!table.empty() && is_table(table.substr(table.rfind('.') + 1))));
    };
    const bool shared = std::any_of(objects.begin(), objects.end(), [&](const Loaded& loaded) {
        return loaded.object.schema == history_schema && !is_history(loaded);
    });
    Dependencies::Addresses left_out;
    std::erase_if(objects, [&](const Loaded& loaded) {
        const bool empty_schema = !shared && loaded.object.kind == Kind::schema &&
                                  loaded.object.name == history_schema &&
                                  history_schema != "public";
        if (!empty_schema && !is_history(loaded)) {
            return false;
        }
        left_out.insert(loaded.address);
        return true;
    });
    return left_out;
}

/// Comments and labels, which all catalogs have in common.
void add_texts(
    Catalog& catalog,
    const std::vector<std::pair<ObjectAddress, std::string>>& texts,
    const Dependencies& dependencies,
    const std::string& name
) {
    for (const auto& [address, text] : texts) {
        const auto place = dependencies.place_of(address);
        if (!place) {
            continue; // an extension's, or of what is named as unknown
        }
        auto& object = catalog.objects[*place];
        if (dependencies.is_read(address)) {
            object.attributes.push_back({name, text});
        } else if (object.kind == Kind::constraint && address.catalog == pg_class) {
            object.attributes.push_back({"index_" + name, text});
        } else {
            catalog.unmodelled.push_back({name + " of an inner part of", title(object)});
        }
    }
}

void name_unknown(
    Catalog& catalog, const std::vector<ObjectAddress>& unknown, pg::Connection& connection
) {
    if (unknown.empty()) {
        return;
    }
    std::string values;
    for (const auto& address : unknown) {
        values += fmt::format(
            "{}({}::oid, {}::oid)", values.empty() ? "" : ", ", address.catalog, address.oid
        );
    }
    const auto named = connection.execute(
        "select i.type, i.identity from (values " + values +
        ") as v (class, object), pg_identify_object(v.class, v.object, 0) i "
        "where i.type is not null order by 1, 2"
    );
    ++catalog.queries;
    for (std::size_t row = 0; row < named.front().rows(); ++row) {
        catalog.unmodelled.push_back(
            {std::string(named.front().value(row, 0)), std::string(named.front().value(row, 1))}
        );
    }
}

/// What is gone between the snapshot and a function that looks at the present.
bool is_passing(const Error& error) {
    if (!error.server()) {
        return false;
    }
    const auto& state = error.server()->sqlstate;
    return state == "XX000" || state == "42P01" || state == "42704" || state == "42883" ||
           state == "3F000";
}

} // namespace

Catalog load_within(pg::Connection& connection, std::string_view history_schema) {
    connection.execute(settings);
    const Reading reading{.version = connection.server_version()};
    auto answers = ask(connection, reading);
    auto left_out = take_history(answers.objects, history_schema);
    std::sort(answers.objects.begin(), answers.objects.end(), [](auto& left, auto& right) {
        return order(left) < order(right);
    });
    Catalog catalog;
    catalog.server_version = reading.version;
    catalog.queries = answers.queries;
    catalog.objects.reserve(answers.objects.size());
    Dependencies::Places places;
    places.reserve(answers.objects.size());
    for (auto& loaded : answers.objects) {
        places.emplace(loaded.address, catalog.objects.size());
        catalog.objects.push_back(std::move(loaded.object));
    }
    const Dependencies dependencies(*answers.dependencies, places, std::move(left_out));
    dependencies.connect(catalog.objects);
    add_texts(catalog, answers.comments, dependencies, "comment");
    add_texts(catalog, answers.labels, dependencies, "security_labels");
    name_unknown(catalog, dependencies.unknown(), connection);
    return catalog;
}

Catalog load(pg::Connection& connection, std::string_view history_schema) {
    for (int attempt = 1;; ++attempt) {
        try {
            pg::Transaction look(connection, begin);
            return load_within(connection, history_schema);
        } catch (const Error& error) {
            if (attempt == attempts || !is_passing(error) || !connection.usable()) {
                throw;
            }
        }
    }
}

} // namespace runner::catalog
