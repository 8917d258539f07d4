// Text -> checksum. The algorithms are frozen by golden vectors in tests/unit/checksum_test.cpp.
#pragma once

#include <runner/migration.hpp>

#include <cstdint>
#include <memory>
#include <string_view>

namespace runner {

/// XXH3-128 over the bytes with CRLF read as LF: a checkout on Windows is not an edit.
/// The byte order mark has been dropped by whoever read the file.
[[nodiscard]] Checksum checksum(std::string_view text);

/// The same; of a mapped file only a small part is in memory at a time.
[[nodiscard]] Checksum checksum(const Text& text);

/// The same for who has the bytes one part after the other, and looks at them for another reason.
class RunningChecksum {
public:
    RunningChecksum();
    ~RunningChecksum();
    RunningChecksum(RunningChecksum&&) noexcept;
    RunningChecksum& operator=(RunningChecksum&&) noexcept;

    void add(std::string_view bytes);
    [[nodiscard]] Checksum result();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// XXH3-64, for the key of an advisory lock.
[[nodiscard]] std::int64_t hash64(std::string_view text);

} // namespace runner
