// Catalog -> SQL: the tasks in their order, each written by its kind.
#include "catalog/kinds/kinds.hpp"
#include "catalog/order.hpp"
#include "catalog/writing.hpp"

#include <runner/dump.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <utility>

namespace runner::catalog {
namespace {

// Bodies are not looked into, because what they name may come later, and nothing of the session
// that runs it decides what it means.
constexpr std::array settings = {
    "client_encoding = 'UTF8'",
    "standard_conforming_strings = on",
    "check_function_bodies = off",
    "client_min_messages = warning",
    "search_path = ''",
    "default_tablespace = ''",
    "default_table_access_method = heap"};

void write(const Task& task, const Object& object, Writing& writing) {
    switch (task.step) {
    case Task::Step::make:
        member(object.kind).write(object, writing);
        break;
    case Task::Step::own:
        write_sequence_owner(object, writing);
        break;
    case Task::Step::attach:
        write_attachment(object, writing);
        break;
    case Task::Step::stand_in:
        write_view_stand_in(object, writing);
        break;
    case Task::Step::again:
        write_view_again(object, writing);
        break;
    case Task::Step::fill:
        writing.add("REFRESH MATERIALIZED VIEW " + address(object));
        break;
    }
}

bool must_follow_rows(const Object& object) {
    switch (object.kind) {
    case Kind::trigger:
    case Kind::event_trigger:
    case Kind::rule:
    case Kind::materialized_view:
        return true;
    case Kind::constraint:
        return object.value("type") == "foreign key";
    default:
        return false;
    }
}

/// Moves what has to follow the rows behind everything else, and with it what needs it. Returns
/// how many stay in front.
std::size_t put_behind_rows(const Catalog& catalog, std::vector<Task>& tasks) {
    std::set<std::size_t> late; // places
    for (const auto& task : tasks) {
        const auto& object = catalog.objects[task.place];
        const bool needs_late = std::ranges::any_of(object.depends_on, [&](std::size_t needed) {
            return late.contains(needed);
        });
        if (needs_late || must_follow_rows(object)) {
            late.insert(task.place);
        }
    }
    const auto second = std::stable_partition(tasks.begin(), tasks.end(), [&](const Task& task) {
        return !late.contains(task.place);
    });
    return static_cast<std::size_t>(second - tasks.begin());
}

/// Calls `take` with each object's place and what is written for it.
void write_all(
    const Catalog& catalog,
    const DumpStyle& style,
    const std::function<void(std::size_t, const std::string&)>& take
) {
    Writing writing(catalog, style);
    auto tasks = ordered(catalog);
    const auto in_front = style.rows.empty() ? 0 : put_behind_rows(catalog, tasks);
    for (std::size_t at = 0; at < tasks.size(); ++at) {
        const auto& task = tasks[at];
        if (at == in_front && !style.rows.empty()) {
            take(task.place, style.rows);
        }
        if (task.step == Task::Step::make && writing.is_written(task.place)) {
            continue; // said with its table
        }
        write(task, catalog.objects[task.place], writing);
        writing.mark_written(task.place);
        const auto text = writing.take();
        if (!text.empty()) {
            take(task.place, text);
        }
    }
    if (in_front == tasks.size() && !style.rows.empty()) {
        take(tasks.back().place, style.rows);
    }
}

bool has(const Catalog& catalog, Kind kind, std::string_view name) {
    return std::any_of(catalog.objects.begin(), catalog.objects.end(), [&](const Object& object) {
        return object.kind == kind && object.name == name;
    });
}

/// What a new database has and this one has not.
std::string removals(const Catalog& catalog) {
    std::string text;
    if (!has(catalog, Kind::schema, "public")) {
        text += "DROP SCHEMA IF EXISTS public;\n";
    }
    if (!has(catalog, Kind::extension, "plpgsql")) {
        text += "DROP EXTENSION IF EXISTS plpgsql;\n";
    }
    return text;
}

/// A name as part of a path: what could be more than a name is a % and two digits.
std::string path_part(std::string_view name) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string result;
    for (const char letter : name) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                           letter == '_' || letter == '-' || byte >= 0x80;
        if (plain) {
            result += letter;
        } else {
            result.append(1, '%').append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
        }
    }
    return result;
}

std::filesystem::path path_of(const Object& object) {
    const std::filesystem::path folder = member(object.kind).folder;
    const auto name = path_part(object.name) + ".sql";
    return object.schema.empty() ? folder / name : path_part(object.schema) / folder / name;
}

} // namespace

std::string dump(const Catalog& catalog, const DumpStyle& style) {
    std::string text = "-- The schema of a PostgreSQL " +
                       std::to_string(catalog.server_version / 10'000) +
                       " database, written by runner dump.\n";
    for (const auto& missing : catalog.unmodelled) {
        text += "-- Not here: ";
        for (const char letter : missing.kind + " " + missing.name) {
            text += letter == '\n' || letter == '\r' ? ' ' : letter;
        }
        text += '\n';
    }
    text += "\n";
    for (const auto* setting : settings) {
        text += std::string(style.in_transaction ? "SET LOCAL " : "SET ") + setting + ";\n";
    }
    text += removals(catalog);
    write_all(catalog, style, [&](std::size_t, const std::string& statements) {
        text += "\n" + statements;
    });
    return text;
}

std::string removal(const Catalog& catalog) {
    std::string text;
    auto tasks = ordered(catalog);
    std::ranges::reverse(tasks);
    for (const auto& task : tasks) {
        const auto& object = catalog.objects[task.place];
        const bool given = (object.kind == Kind::schema && object.name == "public") ||
                           (object.kind == Kind::extension && object.name == "plpgsql");
        const bool stands_alone = object.parent.empty() && !object.has("identity") &&
                                  object.kind != Kind::default_privileges;
        if (task.step == Task::Step::make && stands_alone && !given) {
            const bool cascades = object.kind != Kind::user_mapping;
            text += fmt::format(
                "DROP {} IF EXISTS {}{};\n",
                member(object.kind).noun,
                address(object),
                cascades ? " CASCADE" : ""
            );
        }
    }
    return text;
}

std::string definition(const Catalog& catalog, const Object& object) {
    const DumpStyle style;
    Writing writing(catalog, style);
    member(object.kind).write(object, writing);
    auto text = writing.take();
    return text.empty() ? canonical_text(object) : text;
}

std::vector<DumpFile> dump_files(const Catalog& catalog, const DumpStyle& style) {
    std::map<std::string, std::size_t> roots; // by schema and name
    for (std::size_t place = 0; place < catalog.objects.size(); ++place) {
        const auto& object = catalog.objects[place];
        if (object.parent.empty() && !member(object.kind).folder.empty() &&
            object.signature.empty() && object.kind != Kind::sequence) {
            roots.emplace(qualified(object.schema, object.name), place);
        }
    }
    std::map<std::filesystem::path, std::string> files;
    write_all(catalog, style, [&](std::size_t place, const std::string& statements) {
        const auto& object = catalog.objects[place];
        const auto root =
            object.parent.empty() ? place : roots.at(qualified(object.schema, object.parent));
        auto& text = files[path_of(catalog.objects[root])];
        if (text.empty()) {
            text = std::string(dump_mark) + title(catalog.objects[root]) + "\n";
        }
        text += "\n" + statements;
    });
    std::vector<DumpFile> result;
    result.reserve(files.size());
    for (auto& [path, text] : files) {
        result.push_back({path, std::move(text)});
    }
    return result;
}

} // namespace runner::catalog
