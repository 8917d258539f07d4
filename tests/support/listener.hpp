// An observer that remembers what is said of a run outside a transaction.
#pragma once

#include <runner/observer.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace runner::test {

class Listener : public Observer {
public:
    void remark(std::string_view text) override { remarks.emplace_back(text); }

    void progressed(const Step& /*step*/, const Progress& latest) override {
        progress.push_back(latest);
    }

    void retrying(
        const Step& /*step*/,
        int /*attempt*/,
        std::chrono::milliseconds /*pause*/,
        const Error& /*reason*/
    ) override {
        ++retries;
    }

    [[nodiscard]] bool heard(const std::string& words) const {
        return std::any_of(remarks.begin(), remarks.end(), [&](const std::string& remark) {
            return remark.find(words) != std::string::npos;
        });
    }

    std::vector<std::string> remarks;
    std::vector<Progress> progress;
    int retries = 0;
};

} // namespace runner::test
