// Words as exec and posix_spawn take them.
#pragma once

#include <string>
#include <vector>

namespace runner::program {

/// Into the texts, which outlive it; the last one is null.
[[nodiscard]] inline std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    result.reserve(texts.size() + 1);
    for (auto& text : texts) {
        result.push_back(text.data());
    }
    result.push_back(nullptr);
    return result;
}

} // namespace runner::program
