// How the commands of integrity.hpp call things, in text and JSON.
#pragma once

#include <runner/integrity.hpp>

#include <string_view>

namespace runner::cli {

[[nodiscard]] constexpr std::string_view change_name(SumChange::Kind kind) noexcept {
    switch (kind) {
    case SumChange::Kind::added:
        return "added";
    case SumChange::Kind::changed:
        return "changed";
    case SumChange::Kind::removed:
        return "removed";
    }
    return "unknown";
}

[[nodiscard]] constexpr std::string_view repair_name(Repair::Kind kind) noexcept {
    switch (kind) {
    case Repair::Kind::edited:
        return "edited";
    case Repair::Kind::cosmetic:
        return "cosmetic";
    case Repair::Kind::missing:
        return "missing";
    }
    return "unknown";
}

} // namespace runner::cli
