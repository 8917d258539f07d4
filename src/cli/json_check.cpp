#include "cli/json_check.hpp"

#include "cli/json_parts.hpp"

namespace runner::cli {
namespace {

std::string_view result_name(Checked::Result result) {
    switch (result) {
    case Checked::Result::passed:
        return "passed";
    case Checked::Result::found:
        return "found";
    case Checked::Result::irreversible:
        return "irreversible";
    case Checked::Result::unproved:
        return "unproved";
    case Checked::Result::not_reached:
        return "not_reached";
    }
    return "unknown";
}

} // namespace

std::string json_checked(const std::vector<Checked>& checked) {
    auto document = document_head("check");
    auto& files = document["files"] = Json::array();
    for (const auto& file : checked) {
        Json findings = Json::array();
        for (const auto& finding : file.findings) {
            auto json = place_json(finding.message, finding.location);
            json["kind"] = check_name(finding.kind);
            json["details"] = finding.details;
            findings.push_back(std::move(json));
        }
        files.push_back(
            {{"label", file.label},
             {"result", result_name(file.result)},
             {"reason", text_or_null(file.reason)},
             {"verified", file.verified},
             {"duration_ms", file.took.count()},
             {"findings", std::move(findings)},
             {"notes", file.notes}}
        );
    }
    return document_text(document);
}

} // namespace runner::cli
