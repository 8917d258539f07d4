#include "catalog/query_parts.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner::catalog {

std::string own_schema() {
    return "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";
}

std::string no_member(std::string_view catalog, std::string_view oid) {
    // Through the index of what is referred to: few rows, looked up once.
    return fmt::format(
        "{} not in (select objid from pg_depend where refclassid = 'pg_extension'::regclass and "
        "classid = '{}'::regclass and deptype = 'e')",
        oid,
        catalog
    );
}

std::string no_inner_part(std::string_view catalog, std::string_view oid) {
    return fmt::format(
        "not exists (select from pg_depend made where made.classid = '{}'::regclass and "
        "made.objid = {} and made.deptype = 'i')",
        catalog,
        oid
    );
}

std::string owner(std::string_view role) {
    return fmt::format(", pg_get_userbyid({}) as owner", role);
}

std::string privileges(std::string_view type, std::string_view acl, std::string_view owner) {
    return privileges_since(fmt::format("acldefault('{}', {})", type, owner), acl, owner);
}

std::string privileges_since(std::string_view base, std::string_view acl, std::string_view owner) {
    // A right with the option to grant it replaces the one without. What is handed on by others
    // comes behind what they have it from.
    return fmt::format(
        R"sql(, case when {acl} is not null then (
    select string_agg(line, E'\n' order by handed_on, line) from (
        select false, 'REVOKE ' || string_agg(privilege_type, ', ' order by privilege_type) || ' FROM ' ||
               case grantee when 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(grantee)) end
        from (select grantee, privilege_type from aclexplode({base})
              except select grantee, privilege_type from aclexplode({acl})) gone
        group by grantee
        union all
        select grantor <> {owner}, 'GRANT ' || string_agg(privilege_type, ', ' order by privilege_type) || ' TO ' ||
               case grantee when 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(grantee)) end ||
               case when is_grantable then ' WITH GRANT OPTION' else '' end ||
               case when grantor <> {owner}
                    then ' GRANTED BY ' || quote_ident(pg_get_userbyid(grantor)) else '' end
        from (select grantor, grantee, privilege_type, is_grantable from aclexplode({acl})
              except select grantor, grantee, privilege_type, is_grantable
              from aclexplode({base})) added
        group by grantor, grantee, is_grantable) lines (handed_on, line)
) end as privileges)sql",
        fmt::arg("acl", acl),
        fmt::arg("base", base),
        fmt::arg("owner", owner)
    );
}

std::string options(std::string_view array, OptionStyle style) {
    const bool storage = style == OptionStyle::storage;
    return fmt::format(
        "(select string_agg(regexp_replace(quote_ident(split_part(o, '=', 1)), "
        "'^\"toast\\.(.*)\"$', 'toast.\\1') || '{}' || "
        "quote_literal(substr(o, strpos(o, '=') + 1)), ', ' order by place) "
        "from unnest({}) with ordinality as options (o, place){})",
        storage ? "=" : " ",
        array,
        storage ? "" : " where split_part(o, '=', 1) !~* '(password|passwd|secret|token|sslkey)'"
    );
}

} // namespace runner::catalog
