// Each value stands behind its length, so that no two lists of values make the same text.
#include "prepare/plan_hash.hpp"

#include "parse/checksum.hpp"

#include <spdlog/fmt/fmt.h>

#include <string_view>

namespace runner {
namespace {

class Digest {
public:
    void add(std::string_view value) { text_ += fmt::format("{}:{}\n", value.size(), value); }

    void add_flag(bool value) { add(value ? std::string_view("yes") : std::string_view("no")); }

    void add(const Script& script) {
        add(script.checksum.text());
        add_flag(script.body && script.body->transactional);
        add(script.body ? script.body->fingerprint.text() : std::string());
    }

    [[nodiscard]] std::string text() const { return checksum(text_).text(); }

private:
    std::string text_ = "runner plan 1\n";
};

} // namespace

std::string plan_hash(const std::vector<Step>& steps, const History& history, bool atomic) {
    Digest digest;
    digest.add_flag(atomic);
    for (const auto& row : history.migrations) {
        digest.add("applied");
        digest.add(row.version.digits);
        digest.add(row.fingerprint.text());
    }
    for (const auto& entry : history.journal) {
        digest.add("journal");
        digest.add(entry.version.digits);
        digest.add_flag(entry.direction == JournalEntry::Direction::up);
        digest.add(std::to_string(entry.statement));
        digest.add(std::to_string(static_cast<int>(entry.outcome)));
        digest.add(entry.checksum.text());
    }
    for (const auto& step : steps) {
        digest.add("step");
        digest.add(std::to_string(static_cast<int>(step.action)));
        digest.add(step.version.digits);
        digest.add(step.name);
        digest.add(step.script);
        digest.add(step.down ? step.down->checksum.text() : std::string());
    }
    return digest.text();
}

} // namespace runner
