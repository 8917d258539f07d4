// Fills in what a plan needs before it can run: bodies of files, texts from the history, diffs.
#pragma once

#include "record/history_store.hpp"

#include <runner/history.hpp>
#include <runner/migration.hpp>
#include <runner/plan.hpp>

#include <string>
#include <vector>

namespace runner {

// `server` is the major version of the server that the files are for, 0 when it is not known; see
// read_body().

/// Takes over what an earlier plan for the same files has read of its steps: nothing is read twice.
/// Leaves `earlier` without it.
void take_over_reading(Plan& plan, std::vector<Step>& earlier);

/// Settles the replacements, and reads the bodies of the files whose bytes differ from their row:
/// only for those does the fingerprint matter. Throws Error{source}.
void examine_changes(Sources& sources, const History& history, unsigned server);

/// Reads what is going to run, every file before the first one runs. Throws Error{source} with
/// every complaint of every file.
void read_bodies(Plan& plan, unsigned server);

/// Reads every body there is, verify scripts included, to see whether it can be. Throws as
/// read_bodies().
void check_bodies(const Sources& sources, unsigned server);

/// Shows what was edited, when the history kept the text.
void describe_edits(std::vector<Problem>& problems, const Sources& sources, HistoryStore& store);

/// The file of each problem that has one and does not name it yet.
void place_problems(std::vector<Problem>& problems, const Sources& sources);

/// Down files that are gone come from the history; those that are there may differ from it, which
/// becomes a notice. Steps that do not revert stay as they are.
void complete_reverts(Plan& plan, HistoryStore& store);

/// Throws Error{history}, or {partial}, that tells every problem of the plan and its diff.
/// `current` says what is true now: "006_x is the current version".
void refuse_problems(const Plan& plan, const std::string& current);

} // namespace runner
