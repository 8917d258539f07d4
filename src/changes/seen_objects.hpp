// What the catalogs held of the objects that were looked for. Keys are oids: names change.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace runner {

using Oid = std::uint32_t;

/// Names are quoted where SQL needs it.
struct SeenRelation {
    char kind = 'r'; ///< pg_class.relkind
    std::string schema;
    std::string name;
    bool is_partition = false;
    std::string state;  ///< of a view's query: another one after each change
    bool made = false;  ///< by this transaction
    bool named = false; ///< found by its name, not only by its lock
};

struct SeenColumn {
    std::string name;
    std::string type;
    bool not_null = false;
    std::string default_state; ///< another one after each change; empty: no default
    bool dropped = false;
};

struct SeenIndex {
    Oid table = 0;
    std::string name;
    std::string table_schema;
    std::string table_name;
    bool valid = true;
    bool made = false; ///< by this transaction
};

/// A type or a routine.
struct SeenOther {
    char kind = 'f'; ///< pg_proc.prokind, or pg_type.typtype in upper case
    std::string schema;
    std::string name;
    std::string state;  ///< another one after each change
    std::string values; ///< of an enum, a line each
    bool made = false;  ///< by this transaction, or written by it
};

struct SeenObjects {
    /// Everything that is named was looked for: what is not here was not there.
    bool complete = false;
    std::map<Oid, SeenRelation> relations = {};
    std::map<std::pair<Oid, int>, SeenColumn> columns = {};
    std::map<Oid, SeenIndex> indexes = {};
    std::map<Oid, SeenOther> others =
        {}; ///< oids of two catalogs: types have the highest bit flipped
};

} // namespace runner
