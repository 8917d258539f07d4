// No unit is assumed: "5" of something is a guess, and a wrong guess is a factor of a thousand.
#include "cli/units.hpp"

#include <spdlog/fmt/fmt.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <ctime>
#include <limits>

namespace runner::cli {
namespace {

struct Unit {
    std::string_view name;
    std::int64_t factor;
};

constexpr std::array duration_units = {
    Unit{"ms", 1}, Unit{"s", 1000}, Unit{"m", 60'000}, Unit{"min", 60'000}, Unit{"h", 3'600'000}};

constexpr std::array size_units = {
    Unit{"", 1}, Unit{"B", 1}, Unit{"KiB", 1 << 10}, Unit{"MiB", 1 << 20}, Unit{"GiB", 1 << 30}};

/// A number and what is behind it.
template <std::size_t Size>
std::optional<std::int64_t>
measured(std::string_view text, const std::array<Unit, Size>& units, std::int64_t limit) {
    std::int64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [rest, failure] = std::from_chars(text.data(), end, number);
    if (failure != std::errc() || number < 0) {
        return std::nullopt;
    }
    const std::string_view unit(rest, static_cast<std::size_t>(end - rest));
    for (const auto& known : units) {
        if (known.name == unit) {
            return number <= limit / known.factor ? std::optional(number * known.factor)
                                                  : std::nullopt;
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<std::chrono::milliseconds> duration_from(std::string_view text) {
    if (text == "0") {
        return std::chrono::milliseconds{0};
    }
    // PostgreSQL keeps its timeouts in an int of milliseconds.
    const auto value = measured(text, duration_units, std::numeric_limits<std::int32_t>::max());
    return value ? std::optional(std::chrono::milliseconds{*value}) : std::nullopt;
}

std::optional<std::size_t> size_from(std::string_view text) {
    const auto value = measured(text, size_units, std::int64_t{1} << 40);
    return value ? std::optional(static_cast<std::size_t>(*value)) : std::nullopt;
}

std::optional<int> count_from(std::string_view text) {
    int value = 0;
    const auto* end = text.data() + text.size();
    const auto [rest, failure] = std::from_chars(text.data(), end, value);
    if (failure != std::errc() || rest != end || value < 0) {
        return std::nullopt;
    }
    return value;
}

std::string counted(std::size_t count, std::string_view thing) {
    return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

std::string duration_text(std::chrono::milliseconds duration) {
    const auto count = duration.count();
    if (count < 1000) {
        return fmt::format("{} ms", count);
    }
    if (count < 60'000) {
        return fmt::format("{}.{} s", count / 1000, count % 1000 / 100);
    }
    return fmt::format("{} min {} s", count / 60'000, count % 60'000 / 1000);
}

std::string local_time(Instant instant) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(instant);
    const auto time = static_cast<std::time_t>(seconds.time_since_epoch().count());
    std::tm parts{};
    if (localtime_r(&time, &parts) == nullptr) {
        return iso_time(instant);
    }
    std::array<char, 64> buffer{};
    const auto length = std::strftime(buffer.data(), buffer.size(), "%Y-%m-%d %H:%M", &parts);
    return {buffer.data(), length};
}

std::string iso_time(Instant instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{instant - day};
    return fmt::format(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        time.hours().count(),
        time.minutes().count(),
        time.seconds().count(),
        time.subseconds().count()
    );
}

} // namespace runner::cli
