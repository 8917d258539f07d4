// The settings every script starts with, whoever sends it.
#pragma once

#include <runner/options.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace runner {

struct OwnSetting {
    std::string_view name;
    std::string value; ///< not quoted
    int since = 0;     ///< the first server_version_num that knows it
};

[[nodiscard]] std::vector<OwnSetting> own_settings(const Options& options);

} // namespace runner
