#include "input.hpp"

#include <fstream>
#include <stdexcept>

namespace runner::bench {

const std::vector<Input>& inputs() {
    static const std::vector<Input> all{
        // Its CREATE INDEX CONCURRENTLY could not run otherwise.
        {"mixed", "what migrations are made of", "-- @transaction: none\n\n", append_mixed},
        {"short", "INSERTs of one row", "", append_short},
        {"long", "long literals, many rows, dollar quotes, COPY", "", append_long},
    };
    return all;
}

void write_input(
    const Input& input, const std::filesystem::path& path, std::uint64_t size, std::uint64_t seed
) {
    constexpr std::size_t flushed_from = std::size_t{1} << 20U;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    Random random(seed);
    std::string buffer(input.beginning);
    std::uint64_t written = 0;
    while (written + buffer.size() < size) {
        input.append(buffer, random);
        if (buffer.size() >= flushed_from) {
            file.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
            written += buffer.size();
            buffer.clear();
        }
    }
    file.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    file.close();
    if (!file) {
        throw std::runtime_error("cannot write " + path.string());
    }
}

} // namespace runner::bench
