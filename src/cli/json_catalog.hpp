// A catalog as a document.
#pragma once

#include <runner/catalog.hpp>

#include <string>

namespace runner::cli {

[[nodiscard]] std::string json_catalog(const catalog::Catalog& catalog);

} // namespace runner::cli
