#include "cli/json_help.hpp"

#include "cli/exit_status.hpp"
#include "cli/json_parts.hpp"
#include "cli/setting.hpp"
#include "cli/text.hpp"

#include <algorithm>

namespace runner::cli {
namespace {

Json text_or_null(std::string_view text) {
    return text.empty() ? Json() : Json(text);
}

Json option_json(const CommandOption& option) {
    return {
        {"name", option.name},
        {"letter", text_or_null({&option.letter, option.letter == 0 ? 0U : 1U})},
        {"value", text_or_null(option.value)},
        {"purpose", option.purpose}};
}

Json command_json(const Command& command) {
    Json options = Json::array();
    for (const auto& option : command.options) {
        options.push_back(option_json(option));
    }
    return {
        {"name", command.name},
        {"aliases", command.aliases},
        {"group", command.group},
        {"arguments", text_or_null(command.words)},
        {"purpose", command.purpose},
        {"details", text_or_null(command.details)},
        {"examples", printable_lines(command.examples)},
        {"options", options}};
}

/// Of every command; a setting has other places, too.
Json common_options_json() {
    Json options = Json::array();
    for (const auto& setting : settings_table()) {
        if (setting.option.empty()) {
            continue;
        }
        auto option = option_json({setting.option, setting.letter, setting.value, setting.purpose});
        option["environment"] = text_or_null(setting.environment);
        option["key"] = text_or_null(setting.key);
        options.push_back(option);
    }
    for (const auto& common : common_options()) {
        auto option = option_json(common);
        option["environment"] = nullptr;
        option["key"] = nullptr;
        options.push_back(option);
    }
    return options;
}

} // namespace

std::string json_help(const Command* only) {
    Json document = {{"schema", 1}, {"command", "help"}, {"version", RUNNER_VERSION}};
    auto& commands = document["commands"] = Json::array();
    for (const auto& command : command_table()) {
        if (only == nullptr || only == &command) {
            commands.push_back(command_json(command));
        }
    }
    document["options"] = common_options_json();
    auto& codes = document["exit_codes"] = Json::array();
    for (const auto& [code, meaning] : exit_codes()) {
        codes.push_back({{"code", code}, {"meaning", meaning}});
    }
    return document.dump(2) + "\n";
}

std::string json_completion(const Completion& completion) {
    using enum Completion::Files;
    Json document = {{"schema", 1}, {"command", "completion"}};
    document["files"] = completion.files == files     ? "files"
                        : completion.files == folders ? "folders"
                                                      : "none";
    auto& candidates = document["candidates"] = Json::array();
    for (const auto& [text, purpose] : completion.candidates) {
        candidates.push_back({{"text", text}, {"purpose", text_or_null(purpose)}});
    }
    return document.dump(2) + "\n";
}

} // namespace runner::cli
