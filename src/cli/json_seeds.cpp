#include "cli/json_seeds.hpp"

#include "cli/json_parts.hpp"

namespace runner::cli {
namespace {

Json finding_json(const SeedFinding& finding) {
    auto json = place_json(finding.message(), finding.location);
    const bool failed = finding.table.empty();
    json["table"] = text_or_null(finding.table);
    json["rows_before"] = failed ? Json() : Json(finding.rows_before);
    json["rows_after"] = failed ? Json() : Json(finding.rows_after);
    json["before"] = finding.before;
    json["after"] = finding.after;
    json["sqlstate"] = text_or_null(finding.failure.sqlstate);
    return json;
}

/// Null: it cannot be proved.
Json proved_json(SeedProof::Result result) {
    return result == SeedProof::Result::not_possible ? Json()
                                                     : Json(result == SeedProof::Result::proved);
}

} // namespace

std::string json_proofs(const std::vector<SeedProof>& proofs) {
    Json document = {{"schema", 1}, {"command", "seed"}};
    auto& seeds = document["seeds"] = Json::array();
    for (const auto& proof : proofs) {
        Json findings = Json::array();
        for (const auto& finding : proof.findings) {
            findings.push_back(finding_json(finding));
        }
        seeds.push_back(
            {{"name", proof.name},
             {"proved", proved_json(proof.result)},
             {"statements", proof.statements},
             {"tables", proof.tables},
             {"reason", text_or_null(proof.reason)},
             {"findings", std::move(findings)}}
        );
    }
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace runner::cli
