#include "import/finishing.hpp"

#include "import/naming.hpp"
#include "import/text_changes.hpp"
#include "parse/parser.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace runner::foreign {
namespace {

constexpr const char* outside = "-- @transaction: none\n";

std::string with_header(const Part& part, bool no_transaction) {
    auto text = std::string(no_transaction ? outside : "");
    for (const auto& line : part.header) {
        text += line + "\n";
    }
    return text + part.text;
}

/// Empty: it can be read.
std::vector<Complaint>
complaints_about(const std::filesystem::path& path, const std::string& text, ScriptKind kind) {
    try {
        static_cast<void>(read_body(read_script(path, Text(text), kind)));
        return {};
    } catch (const Error& error) {
        return error.every_complaint();
    }
}

class Finisher {
public:
    explicit Finisher(std::filesystem::path folder) : folder_(std::move(folder)) {}

    void add(const ConvertedMigration& migration) {
        const auto version = *Version::from(migration.digits);
        if (const auto first = sources_.try_emplace(version, migration.up.source); !first.second) {
            clashes_.push_back(remark(
                fmt::format(
                    "version {} is taken by {}", version.digits, first.first->second.string()
                ),
                migration.up.source
            ));
            return;
        }
        FinishedMigration done;
        done.key = migration.key;
        done.migration.version = version;
        done.migration.digits = migration.digits;
        done.migration.name = name_for(migration.name, migration.up.source);
        const auto stem = done.migration.label();
        done.migration.up = script(version, migration.up, stem + ".up.sql", ScriptKind::up);
        read_body_of(done.migration.up);
        if (migration.down) {
            done.migration.down =
                script(version, *migration.down, stem + ".down.sql", ScriptKind::down);
        }
        if (migration.verify) {
            leave_out(
                migration.verify->source,
                fmt::format("to have it here write it as {}.verify.sql", stem)
            );
        }
        result_.migrations.push_back(std::move(done));
    }

    void leave_out(const std::filesystem::path& source, const std::string& why) {
        result_.remarks.push_back(remark("is left out: " + why, source));
    }

    Finished finished() {
        if (!clashes_.empty()) {
            Error error(ErrorKind::source, std::move(clashes_));
            error.say_state("nothing was done");
            throw error;
        }
        return std::move(result_);
    }

private:
    std::string name_for(const std::string& name, const std::filesystem::path& source) {
        auto fitting = fitting_name(name);
        if (fitting != name) {
            result_.remarks.push_back(remark(fmt::format("its name becomes {}", fitting), source));
        }
        return fitting;
    }

    Script
    script(const Version& version, const Part& part, const std::string& name, ScriptKind kind) {
        const auto path = folder_ / name;
        auto text = readable(part, path, kind);
        result_.files.push_back({version, path, part.source, text});
        return read_script(path, Text(std::move(text)), kind);
    }

    /// The text that will be written: with as few changes as let it be read.
    std::string readable(Part part, const std::filesystem::path& path, ScriptKind kind) {
        auto text = with_header(part, part.no_transaction);
        auto complaints = complaints_about(path, text, kind);
        if (complaints.empty()) {
            return text;
        }
        if (disarm_directives(part.text)) {
            text = with_header(part, part.no_transaction);
            complaints = complaints_about(path, text, kind);
            result_.remarks.push_back(remark(
                "comments with an @ in front would be directives here; they lose the @", part.source
            ));
        }
        if (!complaints.empty() && !part.no_transaction) {
            auto alone = with_header(part, true);
            if (complaints_about(path, alone, kind).empty()) {
                result_.remarks.push_back(remark(
                    "cannot run in a transaction: it gets `@transaction: none`, and its statements "
                    "run one by one",
                    part.source
                ));
                return alone;
            }
        }
        for (const auto& complaint : complaints) {
            result_.remarks.push_back(
                {"will not run as it is: " + complaint.message, complaint.location}
            );
        }
        return text;
    }

    /// What cannot be read as statements is compared by its bytes.
    static void read_body_of(Script& script) {
        try {
            script.body = read_body(script);
        } catch (const Error&) {
            script.body.emplace().fingerprint = script.checksum;
        }
    }

    std::filesystem::path folder_;
    std::map<Version, std::filesystem::path> sources_;
    std::vector<Complaint> clashes_;
    Finished result_;
};

} // namespace

Finished finish(const Conversion& conversion, const std::filesystem::path& folder) {
    Finisher finisher(folder);
    std::vector<const ConvertedMigration*> sorted;
    for (const auto& migration : conversion.migrations) {
        sorted.push_back(&migration);
    }
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
        return *Version::from(a->digits) < *Version::from(b->digits);
    });
    for (const auto* migration : sorted) {
        finisher.add(*migration);
    }
    for (const auto& repeatable : conversion.repeatables) {
        finisher.leave_out(
            repeatable.part.source,
            fmt::format("to have it here copy it as R_{}.sql", fitting_name(repeatable.name))
        );
    }
    auto result = finisher.finished();
    result.remarks.insert(
        result.remarks.begin(), conversion.remarks.begin(), conversion.remarks.end()
    );
    return result;
}

} // namespace runner::foreign
