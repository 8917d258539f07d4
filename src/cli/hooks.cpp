#include "cli/hooks.hpp"

#include "cli/suggestion.hpp"
#include "cli/tokens.hpp"
#include "cli/units.hpp"

#include <algorithm>
#include <array>

namespace runner::cli {
namespace {

struct Named {
    std::string_view name;
    std::vector<Hook> Hooks::*list;
};

constexpr std::array hook_lists = {
    Named{"before_up", &Hooks::before_up},
    Named{"after_each", &Hooks::after_each},
    Named{"after_up", &Hooks::after_up},
    Named{"before_down", &Hooks::before_down},
    Named{"after_down", &Hooks::after_down},
    Named{"after_seed", &Hooks::after_seed},
    Named{"on_failure", &Hooks::on_failure}};

Hook hook_from(const std::string& text) {
    Hook hook;
    if (text.ends_with(".sql")) {
        hook.kind = Hook::Kind::sql;
        hook.file = text;
    } else {
        hook.command = text;
    }
    return hook;
}

} // namespace

std::optional<std::string> complaint_about_hook(const std::string& name) {
    std::vector<std::string_view> names = {hook_timeout};
    for (const auto& each : hook_lists) {
        names.push_back(each.name);
    }
    if (std::ranges::find(names, name) != names.end()) {
        return std::nullopt;
    }
    return "unknown hook " + shown_token(name) + did_you_mean(name, names);
}

Hooks hooks_from(const std::map<std::string, std::vector<std::string>, std::less<>>& table) {
    Hooks hooks;
    for (const auto& [name, texts] : table) {
        if (name == hook_timeout) {
            hooks.timeout = duration_from(texts.front()).value_or(hooks.timeout);
            continue;
        }
        const auto* found = std::ranges::find(hook_lists, std::string_view(name), &Named::name);
        for (const auto& text : texts) {
            (hooks.*found->list).push_back(hook_from(text));
        }
    }
    return hooks;
}

} // namespace runner::cli
