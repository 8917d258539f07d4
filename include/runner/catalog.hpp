// The schema of a database as plain values: what it consists of, object by object and attribute by
// attribute, as the server itself prints it.
//
// Two catalogs are equal when their databases have the same schema, whatever their object
// identifiers, the order of creation, and the settings of whoever reads them.
#pragma once

#include <runner/migration.hpp>
#include <runner/observer.hpp>
#include <runner/options.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace runner::catalog {

/// In the order of a catalog, which is that of a dump as far as dependencies allow.
enum class Kind {
    schema,
    extension,
    language,
    access_method,
    collation,
    conversion,
    enumeration,
    range,
    composite_type,
    domain,
    domain_constraint,
    sequence,
    function,
    procedure,
    aggregate,
    transform,
    cast,
    sql_operator,
    operator_family,
    operator_class,
    text_search_parser,
    text_search_template,
    text_search_dictionary,
    text_search_configuration,
    foreign_data_wrapper,
    foreign_server,
    user_mapping,
    table,
    foreign_table,
    column,
    column_default,
    constraint,
    index,
    view,
    materialized_view,
    rule,
    trigger,
    policy,
    statistics,
    publication,
    default_privileges,
    event_trigger,
};

/// "materialized view"
[[nodiscard]] std::string_view kind_name(Kind kind);

struct Attribute {
    std::string name; ///< "not_null"
    std::string value;

    bool operator==(const Attribute&) const = default;
};

/// One thing that SQL creates, alters or drops on its own.
struct Object {
    Kind kind = Kind::schema;
    std::string schema;    ///< empty for what is in none, and for schemas
    std::string parent;    ///< the table, type or view it is part of; empty: it stands alone
    std::string name;      ///< of a default: its column's
    std::string signature; ///< "(integer, text)" where a name is not enough
    /// What differs from the default, in an order that every object of a kind has. Definitions are
    /// the server's own text, with every name qualified.
    std::vector<Attribute> attributes;
    /// Places in Catalog::objects, ascending. Not part of the comparison.
    std::vector<std::size_t> depends_on;

    /// Empty when it has the default.
    [[nodiscard]] std::string_view value(std::string_view attribute) const;
    [[nodiscard]] bool has(std::string_view attribute) const;

    bool operator==(const Object& other) const;
};

/// What is in the database and not in the model: "operator public.===(integer,integer)".
struct Unmodelled {
    std::string kind;
    std::string name;

    bool operator==(const Unmodelled&) const = default;
};

struct Catalog {
    /// By kind, schema, parent and name, columns of a table in their own order.
    std::vector<Object> objects;
    /// Of the database, not of the model: empty when everything was read.
    std::vector<Unmodelled> unmodelled;
    /// 150008
    int server_version = 0;
    /// How many commands were sent to read it.
    std::size_t queries = 0;

    /// Compares the objects.
    bool operator==(const Catalog& other) const { return objects == other.objects; }
};

/// The schema of the options' database, in one snapshot. The history schema, temporary objects and
/// what belongs to an extension are left out; passwords are never read. Takes no lock that lasts
/// and needs no superuser.
[[nodiscard]] Catalog read(const Options& options, Observer& observer);

/// How SQL names it, quoted where it has to be: `public.users`, `users_pkey ON public.users`.
[[nodiscard]] std::string address(const Object& object);

/// Kind and address: "table public.users".
[[nodiscard]] std::string title(const Object& object);

/// A text that two objects share if and only if they are equal.
[[nodiscard]] std::string canonical_text(const Object& object);

[[nodiscard]] Checksum fingerprint(const Object& object);
[[nodiscard]] Checksum fingerprint(const Catalog& catalog);

struct AttributeChange {
    std::string name;
    std::string before; ///< empty: it had the default
    std::string after;
};

struct ObjectChange {
    enum class Kind { added, removed, changed };
    Kind kind = Kind::changed;
    /// As it was; as it is when it was added.
    Object object;
    std::vector<AttributeChange> attributes; ///< of `changed` ones
    /// The table it is part of was added or removed as well.
    bool with_parent = false;
};

/// In the order of the objects. Columns that only moved because another one came or went are not
/// a change of their table.
[[nodiscard]] std::vector<ObjectChange> difference(const Catalog& before, const Catalog& after);

/// A line for each change and each attribute; what came or went with its table is counted there.
[[nodiscard]] std::vector<std::string> readable(const std::vector<ObjectChange>& changes);

} // namespace runner::catalog
