// The documents of the commands in integrity.hpp.
#include "cli/json_integrity.hpp"

#include "cli/integrity_words.hpp"
#include "cli/json_parts.hpp"

namespace runner::cli {
namespace {

Json repairs_json(const std::vector<Repair>& repairs) {
    Json result = Json::array();
    for (const auto& repair : repairs) {
        result.push_back(
            {{"kind", repair_name(repair.kind)},
             {"version", repair.row.version.digits},
             {"label", repair.label},
             {"before", applied_json(repair.row)},
             {"diff", text_or_null(repair.diff)}}
        );
    }
    return result;
}

} // namespace

std::string json_review(std::string_view command, const Review& review) {
    auto document = document_head(command);
    document["problems"] = problems_json(review.problems);
    document["notices"] = problems_json(review.notices);
    return document_text(document);
}

std::string json_sum(const SumReport& report) {
    auto document = document_head("sum");
    document["file"] = report.path.string();
    document["written"] = report.written;
    auto& changes = document["changes"] = Json::array();
    for (const auto& change : report.changes) {
        changes.push_back({{"change", change_name(change.kind)}, {"file", change.file}});
    }
    document["unreadable"] = text_or_null(report.unreadable);
    return document_text(document);
}

std::string json_repair(const RepairReport& report) {
    auto document = document_head("repair");
    document["repaired"] = repairs_json(report.done);
    document["left"] = repairs_json(report.left);
    return document_text(document);
}

std::string json_marked(std::string_view what, const std::vector<Marked>& marks) {
    auto document = document_head("baseline");
    auto& list = document[std::string(what)] = Json::array();
    for (const auto& mark : marks) {
        list.push_back({{"version", mark.version.digits}, {"label", mark.label}});
    }
    return document_text(document);
}

std::string json_renumbered(const RenumberReport& report, bool dry_run) {
    auto document = document_head("renumber");
    document["dry_run"] = dry_run;
    auto& moved = document["renumbered"] = Json::array();
    for (const auto& move : report.moved) {
        Json item = {{"version", move.version.digits}, {"label", move.to}, {"before", move.from}};
        auto& files = item["files"] = Json::array();
        for (const auto& [from, to] : move.files) {
            files.push_back({{"before", from}, {"file", to}});
        }
        moved.push_back(item);
    }
    document["changed"] = report.changed;
    document["remarks"] = report.remarks;
    return document_text(document);
}

} // namespace runner::cli
