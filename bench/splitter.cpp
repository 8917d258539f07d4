// How fast the splitter is: measures its passes over generated inputs or given files.
#include "child.hpp"
#include "input.hpp"
#include "passes.hpp"
#include "report.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace runner::bench;

struct Settings {
    std::string folder;
    std::vector<std::string> files;
    std::vector<std::string> inputs;
    std::vector<std::string> passes;
    std::uint64_t size = 200'000'000;
    std::uint64_t seed = 1;
    std::size_t repetitions = 5;
    bool only_write = false;
    bool json = false;
};

template <typename Named>
std::vector<std::string> names_of(const std::vector<Named>& all) {
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const auto& one : all) {
        names.emplace_back(one.name);
    }
    return names;
}

bool is_wanted(const std::vector<std::string>& wanted, std::string_view name) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), name) != wanted.end();
}

void describe(CLI::App& app, Settings& settings) {
    auto* folder =
        app.add_option("FOLDER", settings.folder, "where the inputs are written, and stay");
    auto* file = app.add_option("--file", settings.files, "measure this file instead")
                     ->check(CLI::ExistingFile)
                     ->allow_extra_args(false);
    folder->excludes(file)->check(CLI::ExistingDirectory);
    app.add_option("--size", settings.size, "of each input: 200M (the default), 1GiB")
        ->transform(CLI::AsSizeValue(true))
        ->check(CLI::PositiveNumber)
        ->excludes(file);
    app.add_option("--seed", settings.seed, "of the inputs, 1 by default")->excludes(file);
    app.add_option("--input", settings.inputs, "only this one; may be repeated")
        ->check(CLI::IsMember(names_of(inputs())))
        ->allow_extra_args(false)
        ->excludes(file);
    app.add_option("--pass", settings.passes, "only this one; may be repeated")
        ->check(CLI::IsMember(names_of(passes())))
        ->allow_extra_args(false);
    app.add_option("--repeat", settings.repetitions, "how often, 5 times by default")
        ->check(CLI::PositiveNumber);
    app.add_flag("--only-write", settings.only_write, "write the inputs, measure nothing")
        ->excludes(file);
    app.add_flag("--json", settings.json, "for scripts");
    app.get_formatter()->column_width(24);
}

/// In a child, so that its memory is not inherited by those that measure.
void write_in_child(
    const Input& input, const std::filesystem::path& path, const Settings& settings
) {
    static_cast<void>(run_in_child([&] {
        write_input(input, path, settings.size, settings.seed);
        return Work();
    }));
}

Cost measure_once(const Pass& pass, const std::filesystem::path& path) {
    try {
        return run_in_child([&] { return pass.run(path); });
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(
            path.string() + ", " + std::string(pass.name) + ": " + error.what()
        );
    }
}

FileReport measure(const std::filesystem::path& path, const Settings& settings) {
    FileReport report;
    report.name = path.string();
    report.bytes = std::filesystem::file_size(path);
    for (const auto& pass : passes()) {
        if (is_wanted(settings.passes, pass.name)) {
            report.passes.push_back({&pass, {}});
        }
    }
    // Round by round: a slow minute of the machine meets every pass.
    for (std::size_t round = 0; round < settings.repetitions; ++round) {
        for (auto& pass : report.passes) {
            pass.costs.push_back(measure_once(*pass.pass, path));
        }
    }
    return report;
}

Report measure_all(const Settings& settings) {
    Report report;
    report.repetitions = settings.repetitions;
    report.idle_memory = run_in_child([] { return Work(); }).peak_memory;
    for (const auto& file : settings.files) {
        report.files.push_back(measure(file, settings));
    }
    if (!settings.files.empty()) {
        return report;
    }
    report.seed = settings.seed;
    for (const auto& input : inputs()) {
        if (!is_wanted(settings.inputs, input.name)) {
            continue;
        }
        const auto path =
            std::filesystem::path(settings.folder) / (std::string(input.name) + ".sql");
        write_in_child(input, path, settings);
        if (!settings.only_write) {
            auto file = measure(path, settings);
            file.name = input.name;
            file.contents = input.contents;
            report.files.push_back(std::move(file));
        }
    }
    return report;
}

} // namespace

int main(int count, char** words) {
    CLI::App app("Measures how fast statements are split, in MB per second of CPU time.");
    Settings settings;
    describe(app, settings);
    try {
        app.parse(count, words);
        if (settings.folder.empty() && settings.files.empty()) {
            throw CLI::RequiredError("FOLDER or --file");
        }
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    }
    try {
        const auto report = measure_all(settings);
        const auto text = settings.json ? json_of(report) : table_of(report);
        std::fputs(text.c_str(), stdout);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
