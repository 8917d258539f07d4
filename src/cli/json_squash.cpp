#include "cli/json_squash.hpp"

#include "cli/json_parts.hpp"

namespace runner::cli {
namespace {

Json paths(const std::vector<std::filesystem::path>& list) {
    Json json = Json::array();
    for (const auto& path : list) {
        json.push_back(path.string());
    }
    return json;
}

} // namespace

std::string json_squashed(const Squashed& squashed, bool dry_run) {
    auto document = document_head("squash");
    document["dry_run"] = dry_run;
    document["label"] = squashed.label;
    document["migrations"] = squashed.migrations;
    document["behind"] = squashed.behind;
    document["objects"] = squashed.objects;
    document["tables"] = squashed.tables;
    document["rows"] = squashed.rows;
    document["roles"] = squashed.roles;
    document["irreversible"] = text_or_null(squashed.irreversible.value_or(""));
    document["before_ms"] = squashed.before.count();
    document["after_ms"] = squashed.after.count();
    document["written"] = paths(squashed.files);
    document["moved"] = paths(squashed.moved);
    document["archive"] = dry_run ? Json(nullptr) : Json(squashed.archive.string());
    return document_text(document);
}

} // namespace runner::cli
