#include "cluster/conninfo_value.hpp"

namespace runner::cluster {

std::string quoted_value(std::string_view value) {
    std::string quoted = "'";
    for (const char letter : value) {
        if (letter == '\'' || letter == '\\') {
            quoted += '\\';
        }
        quoted += letter;
    }
    return quoted + "'";
}

} // namespace runner::cluster
