// What `import` did, as a document.
#include "cli/json.hpp"
#include "cli/json_parts.hpp"
#include "cli/units.hpp"

namespace runner::cli {

std::string json_import(const Imported& imported, const ImportRequest& request) {
    Json document = {
        {"schema", 1}, {"command", "import"}, {"tool", request.tool}, {"dry_run", request.dry_run}};
    auto& files = document["files"] = Json::array();
    for (const auto& file : imported.files) {
        files.push_back(
            {{"path", file.path.string()}, {"from", file.source.string()}, {"new", file.is_new}}
        );
    }
    auto& migrations = document["migrations"] = Json::array();
    for (const auto& row : imported.migrations) {
        migrations.push_back(
            {{"version", row.version.digits},
             {"label", row.label},
             {"applied_at", row.applied_at ? Json(iso_time(*row.applied_at)) : Json(nullptr)},
             {"applied_by", row.applied_by ? Json(*row.applied_by) : Json(nullptr)},
             {"duration_ms", row.duration.count()},
             {"new", row.is_new}}
        );
    }
    document["pending"] = imported.pending;
    auto& remarks = document["remarks"] = Json::array();
    for (const auto& remark : imported.remarks) {
        remarks.push_back(place_json(remark.message, remark.location));
    }
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace runner::cli
