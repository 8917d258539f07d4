// Pieces that the queries of several kinds share. They run with search_path = pg_catalog, pg_temp.
#pragma once

#include "catalog/member.hpp"

#include <string>
#include <string_view>

namespace runner::catalog {

/// A condition on pg_namespace `n`: not the server's, nor of temporary objects.
[[nodiscard]] std::string own_schema();

/// A condition: no extension owns the object `oid` of `catalog`.
[[nodiscard]] std::string no_member(std::string_view catalog, std::string_view oid);

/// A condition: it was not made along with another object, as the functions of a range type are.
[[nodiscard]] std::string no_inner_part(std::string_view catalog, std::string_view oid);

/// ", pg_get_userbyid(…) as owner"
[[nodiscard]] std::string owner(std::string_view role);

/// The column `privileges`, with a comma in front: a line of SQL without its object for all that
/// was granted or revoked after an object of this `type` (see acldefault()) was created.
[[nodiscard]] std::string
privileges(std::string_view type, std::string_view acl, std::string_view owner);

/// The same against `base`, an aclitem[].
[[nodiscard]] std::string
privileges_since(std::string_view base, std::string_view acl, std::string_view owner);

enum class OptionStyle {
    storage, ///< "a='1', b='x'", for WITH (…)
    wrapper, ///< "a '1', b 'x'", for OPTIONS (…), without what holds a secret
};

/// An expression: an array of options as SQL writes them.
[[nodiscard]] std::string options(std::string_view array, OptionStyle style = OptionStyle::storage);

} // namespace runner::catalog
