#include "squash/roles_script.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner::squash {
namespace {

constexpr std::string_view attributes = R"(
select case when rolcanlogin then ' LOGIN' else '' end
       || case when rolsuper then ' SUPERUSER' else '' end
       || case when rolcreatedb then ' CREATEDB' else '' end
       || case when rolcreaterole then ' CREATEROLE' else '' end
       || case when not rolinherit then ' NOINHERIT' else '' end
       || case when rolreplication then ' REPLICATION' else '' end
       || case when rolbypassrls then ' BYPASSRLS' else '' end
       || case when rolconnlimit operator(pg_catalog.>=) 0
               then ' CONNECTION LIMIT ' || rolconnlimit::pg_catalog.text else '' end,
       rolpassword is not null
from pg_catalog.pg_authid
where rolname operator(pg_catalog.=) $1::pg_catalog.name)";

constexpr std::string_view memberships = R"(
select pg_catalog.quote_ident(r.rolname),
       case when bool_or(a.admin_option) then ' WITH ADMIN OPTION' else '' end
from pg_catalog.pg_auth_members a
join pg_catalog.pg_roles r on r.oid operator(pg_catalog.=) a.roleid
join pg_catalog.pg_roles m on m.oid operator(pg_catalog.=) a.member
where m.rolname operator(pg_catalog.=) $1::pg_catalog.name
group by 1 order by 1)";

} // namespace

RolesScript roles_script(pg::Connection& connection, const std::vector<std::string>& roles) {
    RolesScript script;
    for (const auto& role : roles) {
        const auto facts = connection.query(std::string(attributes), {role});
        script.sql += fmt::format(
            "\nDO $role$\nBEGIN\n"
            "    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {}) THEN\n"
            "        CREATE ROLE {}{};\n"
            "    END IF;\nEND\n$role$;\n",
            connection.quote_literal(role),
            connection.quote_name(role),
            facts.value(0, 0)
        );
        if (facts.boolean(0, 1)) {
            script.with_password.push_back(role);
        }
    }
    for (const auto& role : roles) {
        const auto groups = connection.query(std::string(memberships), {role});
        for (std::size_t row = 0; row < groups.rows(); ++row) {
            script.sql += fmt::format(
                "GRANT {} TO {}{};\n",
                groups.value(row, 0),
                connection.quote_name(role),
                groups.value(row, 1)
            );
        }
    }
    return script;
}

} // namespace runner::squash
