// `dump`: the catalog as SQL, in one file or many, or as a document.
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/file.hpp"
#include "cli/json.hpp"
#include "cli/json_catalog.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"
#include "cli/units.hpp"
#include "cli/usage_error.hpp"

#include <runner/dump.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>

namespace runner::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_to_write(const fs::path& path, const std::error_code& reason) {
    throw usage_error(
        "cannot write " + path.string() + ": " + reason.message(), "choose another place for it"
    );
}

/// Whoever reads the file meanwhile sees the old one or the new one.
void write_file(const fs::path& path, const std::string& text) {
    auto part = path;
    part += ".part";
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    std::error_code reason;
    if (!file) {
        const std::error_code cause(errno, std::generic_category());
        fs::remove(part, reason);
        refuse_to_write(path, cause);
    }
    fs::rename(part, path, reason);
    if (reason) {
        const auto cause = reason;
        fs::remove(part, reason);
        refuse_to_write(path, cause);
    }
}

/// Whether an earlier dump wrote it.
bool is_ours(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string line;
    std::getline(file, line);
    return line.starts_with(catalog::dump_mark);
}

struct Written {
    std::size_t files = 0;
    std::size_t removed = 0;
    std::vector<fs::path> strangers;
};

Written write_files(const fs::path& folder, const std::vector<catalog::DumpFile>& files) {
    Written written;
    std::set<fs::path> ours;
    std::error_code reason;
    for (const auto& file : files) {
        const auto path = folder / file.path;
        fs::create_directories(path.parent_path(), reason);
        if (reason) {
            refuse_to_write(path, reason);
        }
        if (fs::exists(path, reason) && !is_ours(path)) {
            throw usage_error(
                path.string() + " is there and was not written by runner dump",
                "move it away, or choose another folder"
            );
        }
        write_file(path, file.text);
        ours.insert(path);
        ++written.files;
    }
    std::vector<fs::path> others;
    for (const auto& entry : fs::recursive_directory_iterator(folder, reason)) {
        if (entry.is_regular_file() && entry.path().extension() == ".sql" &&
            !ours.contains(entry.path())) {
            others.push_back(entry.path());
        }
    }
    std::sort(others.begin(), others.end());
    for (const auto& path : others) {
        if (is_ours(path)) {
            fs::remove(path, reason);
            ++written.removed;
        } else {
            written.strangers.push_back(path);
        }
    }
    return written;
}

void report_missing(Context& context, const catalog::Catalog& catalog) {
    for (const auto& missing : catalog.unmodelled) {
        context.console.log().warning(
            printable(missing.kind + " " + missing.name) + " is not dumped"
        );
    }
    for (const auto& object : catalog.objects) {
        if (object.kind == catalog::Kind::index && object.has("valid")) {
            context.console.log().warning(
                printable(catalog::title(object)) + " is INVALID and not dumped"
            );
        }
    }
}

void split(Context& context, const catalog::Catalog& catalog, const catalog::DumpStyle& style) {
    const fs::path folder = *context.arguments.value("split");
    const auto written = write_files(folder, catalog::dump_files(catalog, style));
    auto sentence =
        fmt::format("wrote {} to {}", counted(written.files, "file"), printable(folder.string()));
    if (written.removed > 0) {
        sentence += fmt::format(", removed {}", counted(written.removed, "old one"));
    }
    context.console.log().info(sentence);
    for (const auto& path : written.strangers) {
        context.console.log().warning(
            printable(path.string()) + " is not of this dump and stays as it is"
        );
    }
}

} // namespace

int run_dump(Context& context) {
    const auto& arguments = context.arguments;
    const auto output = arguments.value("output");
    if (arguments.has("split") && (output || context.settings.json)) {
        throw usage_error("--split excludes --output and --format json", "choose one of them");
    }
    const catalog::DumpStyle style{
        .owners = !arguments.has("no-owner"), .privileges = !arguments.has("no-privileges")};
    const auto catalog = catalog::read(context.settings.options, context.console);
    if (arguments.has("split")) {
        split(context, catalog, style);
    } else {
        const auto text =
            context.settings.json ? json_catalog(catalog) : catalog::dump(catalog, style);
        if (output) {
            write_file(*output, text);
        } else {
            print(text);
        }
    }
    report_missing(context, catalog);
    return catalog.unmodelled.empty() ? exit_done : exit_finding;
}

} // namespace runner::cli
