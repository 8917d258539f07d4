// A database, two folders and a runner over them: what most integration tests need.
#pragma once

#include "support/database.hpp"
#include "support/folder.hpp"

#include <runner/runner.hpp>

#include <string>
#include <utility>
#include <vector>

namespace runner::test {

/// Remembers what it was told.
class Recorder : public Observer {
public:
    void planned(const Plan& plan) override { notices = plan.notices; }

    bool approve(const Plan& /*plan*/) override { return approves; }

    void notice(const Step& step, const ServerMessage& message) override {
        server_notices.emplace_back(step.label, message.message);
    }

    void retrying(
        const Step& /*step*/,
        int attempt,
        std::chrono::milliseconds /*pause*/,
        const Error& /*reason*/
    ) override {
        retries = attempt;
    }

    void progressed(const Step& /*step*/, const Progress& progress) override {
        last_progress = progress;
    }

    void remark(std::string_view text) override { remarks.emplace_back(text); }

    void finished(const Step& step, std::chrono::milliseconds took) override {
        finished_steps.push_back(step.label);
        times_taken.push_back(took);
    }

    bool approves = true;
    int retries = 0;
    std::vector<std::string> notices;
    std::vector<std::string> remarks;
    Progress last_progress;
    std::vector<std::pair<std::string, std::string>> server_notices;
    std::vector<std::string> finished_steps;
    std::vector<std::chrono::milliseconds> times_taken; // of each of them
};

struct World {
    [[nodiscard]] Options options() const {
        Options result;
        result.database_url = database.conninfo();
        result.migrations = migrations.path();
        result.seeds = seeds.path();
        return result;
    }

    [[nodiscard]] Runner runner() { return Runner(options(), recorder); }

    [[nodiscard]] Runner runner(Options changed) { return {std::move(changed), recorder}; }

    /// A pair that creates and drops a table of this name.
    void write_table(const std::string& number, const std::string& name) const {
        migrations.write(number + "_" + name + ".up.sql", "create table " + name + " (id int);\n");
        migrations.write(number + "_" + name + ".down.sql", "drop table " + name + ";\n");
    }

    [[nodiscard]] bool has_table(const std::string& name) const {
        return !database.value("select to_regclass('public." + name + "')").empty();
    }

    /// "1 2 3": what the history says is applied, in order of application.
    [[nodiscard]] std::string applied() const {
        return database.value("select string_agg(version::text, ' ' order by sequence) "
                              "from runner.migration");
    }

    Database database;
    Folder migrations;
    Folder seeds;
    Recorder recorder;
};

/// The error a call ends with; a test that sees none fails on the kind it expects.
template <typename Call>
Error error_of(const Call& call) {
    try {
        call();
    } catch (const Error& error) {
        return error;
    }
    throw std::runtime_error("the call went through");
}

} // namespace runner::test
