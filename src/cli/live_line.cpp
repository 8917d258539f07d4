#include "cli/live_line.hpp"

#include <string>
#include <sys/ioctl.h>
#include <unistd.h>

namespace runner::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_drawings{100};
constexpr std::size_t usual_columns = 80;

// A line that is not all written will be drawn again.
void write_all(int descriptor, std::string_view text) noexcept {
    while (!text.empty()) {
        const auto written = write(descriptor, text.data(), text.size());
        if (written <= 0) {
            return;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

} // namespace

bool LiveLine::is_due() const {
    return is_on() && Clock::now() >= drawn_at_ + between_drawings;
}

void LiveLine::draw(std::string_view text) {
    if (!is_due()) {
        return;
    }
    write_all(descriptor_, "\r\x1b[2K" + std::string(text));
    drawn_ = true;
    drawn_at_ = Clock::now();
}

void LiveLine::clear() noexcept {
    if (drawn_) {
        write_all(descriptor_, "\r\x1b[2K");
        drawn_ = false;
    }
}

std::size_t LiveLine::columns() const {
    winsize size{};
    if (ioctl(descriptor_, TIOCGWINSZ, &size) != 0 || size.ws_col < 2) {
        return usual_columns - 1;
    }
    return size.ws_col - std::size_t{1};
}

} // namespace runner::cli
