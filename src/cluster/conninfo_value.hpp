// A value in a connection string of keywords, quoted as libpq reads it.
#pragma once

#include <string>
#include <string_view>

namespace runner::cluster {

[[nodiscard]] std::string quoted_value(std::string_view value);

} // namespace runner::cluster
