#include "work/lock_keys.hpp"

#include "parse/checksum.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner {
namespace {

// The names may hold anything; the length keeps "a" + "bc" and "ab" + "c" apart.
std::int64_t key(const char* tag, const std::string& database, const std::string& schema) {
    return hash64(fmt::format("{} 1/{}/{}/{}", tag, database.size(), database, schema));
}

} // namespace

std::int64_t lock_key(const std::string& database, const std::string& schema) {
    return key("runner lock", database, schema);
}

std::int64_t transaction_lock_key(const std::string& database, const std::string& schema) {
    return key("runner transaction lock", database, schema);
}

} // namespace runner
