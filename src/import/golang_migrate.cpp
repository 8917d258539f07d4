// golang-migrate: NNN_title.up.sql and NNN_title.down.sql, which are ours as well; one row with the
// version and whether it is dirty.
#include "import/foreign_files.hpp"
#include "import/naming.hpp"
#include "import/tool.hpp"

#include <spdlog/fmt/fmt.h>

#include <map>

namespace runner::foreign {
namespace {

Conversion convert(const std::filesystem::path& folder) {
    Conversion result;
    std::map<Version, ConvertedMigration> found;
    std::map<Version, Part> downs;
    for (auto& file : read_folder(folder, {".sql"})) {
        const auto up = without_ending(file.name, ".up.sql");
        const auto down = without_ending(file.name, ".down.sql");
        const auto name = numbered_name(up ? *up : down.value_or(""));
        if (!name) {
            result.remarks.push_back(
                remark("is left out: golang-migrate does not see this name either", file.path)
            );
            continue;
        }
        const auto version = *Version::from(name->digits);
        Part part{file.path, std::move(file.text)};
        if (!up) {
            downs.insert_or_assign(version, std::move(part));
        } else if (!found
                        .try_emplace(
                            version,
                            ConvertedMigration{
                                .key = version.digits,
                                .digits = name->digits,
                                .name = name->rest,
                                .up = std::move(part)}
                        )
                        .second) {
            throw Error(
                ErrorKind::source,
                fmt::format("version {} is there twice", version.digits),
                Location{file.path, {0, 0}, {}}
            );
        }
    }
    for (auto& [version, migration] : found) {
        if (const auto down = downs.extract(version)) {
            migration.down = down.mapped();
        }
        result.migrations.push_back(std::move(migration));
    }
    for (const auto& [version, part] : downs) {
        result.remarks.push_back(remark("is left out: it has no up file", part.source));
    }
    return result;
}

ForeignHistory history(ForeignTable& table, const Conversion& files) {
    const auto rows = table.select("version::pg_catalog.text, dirty", "");
    ForeignHistory result;
    if (rows.rows() == 0 || rows.value(0, 0).starts_with('-')) {
        return result; // nothing was ever applied, or everything was undone
    }
    const Version current{text_of(rows, 0, 0)};
    if (rows.boolean(0, 1)) {
        refuse_unfinished(
            fmt::format(
                "golang-migrate stopped half way in version {}: {} says it is dirty",
                current.digits,
                table.shown()
            ),
            fmt::format(
                "look at the database, then let golang-migrate know: migrate force {} when all of "
                "it is there, or force the version before it when nothing is",
                current.digits
            )
        );
    }
    bool seen = false;
    for (const auto& migration : files.migrations) {
        if (Version{migration.key} <= current) {
            result.applied.push_back({.key = migration.key});
        }
        seen = seen || migration.key == current.digits;
    }
    if (!seen) {
        result.remarks.push_back(
            {fmt::format(
                 "golang-migrate is at version {}, which has no file here; files up to it count as "
                 "applied",
                 current.digits
             ),
             std::nullopt}
        );
    }
    return result;
}

} // namespace

Tool golang_migrate() {
    return {
        .name = "golang-migrate",
        .folders = {our_folder, "db/migrations", "db/migration"},
        .table = "schema_migrations",
        .columns = {"version", "dirty"},
        .convert = convert,
        .history = history};
}

} // namespace runner::foreign
