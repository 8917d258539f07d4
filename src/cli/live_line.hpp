// One line of a terminal that is drawn again and again, and gone before anything else is written.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace runner::cli {

class LiveLine {
public:
    /// `descriptor` is that of a terminal; -1: nothing is ever drawn.
    explicit LiveLine(int descriptor) : descriptor_(descriptor) {}

    ~LiveLine() { clear(); }

    LiveLine(const LiveLine&) = delete;
    LiveLine& operator=(const LiveLine&) = delete;

    [[nodiscard]] bool is_on() const noexcept { return descriptor_ >= 0; }

    /// Whether it is time to draw: at most ten times a second.
    [[nodiscard]] bool is_due() const;

    /// `text` is printable and fits columns().
    void draw(std::string_view text);

    /// Nothing when nothing is drawn.
    void clear() noexcept;

    /// One less than the terminal has: in the last one the cursor would wrap.
    [[nodiscard]] std::size_t columns() const;

private:
    int descriptor_;
    bool drawn_ = false;
    std::chrono::steady_clock::time_point drawn_at_;
};

} // namespace runner::cli
