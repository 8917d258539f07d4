// Rails: 20240101120000_name.rb; a row for each version. Ruby becomes nothing else than a pair that
// refuses to run: what Rails knows as SQL is db/structure.sql, the whole schema at once.
#include "import/foreign_files.hpp"
#include "import/naming.hpp"
#include "import/text_changes.hpp"
#include "import/tool.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner::foreign {
namespace {

Conversion convert(const std::filesystem::path& folder) {
    Conversion result;
    for (const auto& file : read_folder(folder, {".rb"}, Depth::recursive)) {
        const auto name = numbered_name(*without_ending(file.name, ".rb"));
        if (!name) {
            result.remarks.push_back(remark("is left out: it has no number", file.path));
            continue;
        }
        result.migrations.push_back(
            {.key = Version::from(name->digits)->digits,
             .digits = name->digits,
             .name = name->rest,
             .up =
                 {.source = file.path,
                  .text = placeholder(file.name, "was a Ruby migration of Rails"),
                  .header = {"-- @irreversible: it was a program"}}}
        );
    }
    if (!result.migrations.empty()) {
        result.remarks.push_back(
            {"Ruby is not converted: what stands for these migrations counts as applied where "
             "Rails "
             "has applied it, and refuses to run anywhere else. For new databases put "
             "db/structure.sql into the first of them",
             std::nullopt}
        );
    }
    return result;
}

ForeignHistory history(ForeignTable& table, const Conversion& /*files*/) {
    if (table.has_column("dirty")) {
        refuse_unfinished(
            table.shown() + " is golang-migrate's table, not Rails': it has a column dirty",
            "run: runner import golang-migrate"
        );
    }
    const auto rows = table.select("version::pg_catalog.text", "order by version");
    ForeignHistory result;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        const auto version = Version::from(rows.value(row, 0));
        result.applied.push_back({.key = version ? version->digits : text_of(rows, row, 0)});
    }
    return result;
}

} // namespace

Tool rails() {
    return {
        .name = "rails",
        .folders = {"db/migrate"},
        .table = "schema_migrations",
        .columns = {"version"},
        .convert = convert,
        .history = history};
}

} // namespace runner::foreign
