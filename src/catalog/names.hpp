// Identifiers and literals as SQL writes them, whatever the version of the server that reads them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace runner::catalog {

/// Quoted unless every supported server takes it as it is.
[[nodiscard]] std::string quote_name(std::string_view name);

/// `schema.name`; the name alone when there is no schema.
[[nodiscard]] std::string qualified(std::string_view schema, std::string_view name);

/// For standard_conforming_strings = on.
[[nodiscard]] std::string literal(std::string_view text);

/// The elements of "a, \"b, c\", d.e" as they stand there.
[[nodiscard]] std::vector<std::string> names_in(std::string_view list);

} // namespace runner::catalog
