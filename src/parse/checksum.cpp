// xxHash, and line endings folded on the way into it.
#include "parse/checksum.hpp"

#include "parse/long_search.hpp"
#include "parse/xxh3/update.hpp"

#include <cstddef>
#include <utility>

namespace runner {
namespace {

// As much of a text as is searched, and then hashed while the cache holds it.
constexpr std::size_t hashed_bytes = std::size_t{1} << 17;

} // namespace

// Not in the unnamed namespace: a member of what the header declares has this type.
class FoldedHash {
public:
    FoldedHash() noexcept { XXH3_128bits_reset(&hash_); }

    void add(std::string_view bytes) noexcept {
        while (!bytes.empty()) {
            if (behind_return_ && bytes.front() != '\n') {
                XXH3_128bits_update(&hash_, "\r", 1);
            }
            const auto part = bytes.substr(0, hashed_bytes);
            const auto before = part.substr(0, part.find('\r'));
            xxh3::update(hash_, before.data(), before.size());
            behind_return_ = before.size() < part.size();
            bytes.remove_prefix(before.size() + (behind_return_ ? 1 : 0));
        }
    }

    [[nodiscard]] Checksum result() noexcept {
        if (std::exchange(behind_return_, false)) {
            XXH3_128bits_update(&hash_, "\r", 1);
        }
        const auto result = XXH3_128bits_digest(&hash_);
        return {result.high64, result.low64};
    }

private:
    XXH3_state_t hash_;
    bool behind_return_ = false; ///< what comes next says whether it is hashed
};

struct RunningChecksum::State {
    FoldedHash hash;
};

RunningChecksum::RunningChecksum() : state_(new State) {}

RunningChecksum::~RunningChecksum() = default;
RunningChecksum::RunningChecksum(RunningChecksum&&) noexcept = default;
RunningChecksum& RunningChecksum::operator=(RunningChecksum&&) noexcept = default;

void RunningChecksum::add(std::string_view bytes) {
    state_->hash.add(bytes);
}

Checksum RunningChecksum::result() {
    return state_->hash.result();
}

Checksum checksum(std::string_view text) {
    FoldedHash hash;
    hash.add(text);
    return hash.result();
}

Checksum checksum(const Text& text) {
    FoldedHash hash;
    const auto bytes = text.view();
    for (std::size_t begin = 0; begin < bytes.size(); begin += held_bytes) {
        const auto part = bytes.substr(begin, held_bytes);
        hash.add(part);
        text.release({begin, part.size()});
    }
    return hash.result();
}

std::int64_t hash64(std::string_view text) {
    return static_cast<std::int64_t>(XXH3_64bits(text.data(), text.size()));
}

} // namespace runner
