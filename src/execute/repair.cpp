#include "execute/repair.hpp"

#include "parse/statement_text.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <chrono>

namespace runner {
namespace {

using namespace std::chrono_literals;
using Verdict = Finding::Verdict;

/// A session that is ending is gone within this time, unless it is still at work.
constexpr auto sender_patience = 10s;
constexpr auto sender_pause = 100ms;

/// For a message: the beginning of the statement, on one line.
std::string shown(std::string_view sql) {
    constexpr std::size_t longest = 120;
    std::string line;
    for (const char byte : sql.substr(0, byte_of_character(sql, 0, longest))) {
        const bool blank = byte == '\n' || byte == '\r' || byte == '\t' || byte == ' ';
        if (!blank) {
            line += byte;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    return line.size() < sql.size() && sql.size() > longest ? line + " …" : line;
}

[[noreturn]] void
ask(const Step& step, const JournalEntry& entry, std::string_view sql, std::string_view words) {
    Error error(
        ErrorKind::partial,
        fmt::format(
            "whether statement {} of {} took effect is not known{}{}",
            entry.statement,
            step.label,
            sql.empty() ? "" : ": ",
            shown(sql)
        )
    );
    error.say_state(
        words.empty() ? "nothing else was done" : fmt::format("nothing else was done; {}", words)
    );
    error.say_advice(fmt::format(
        "look whether it did, then run: runner resolve {0} --applied, or: runner resolve {0} "
        "--not-applied",
        step.version.digits
    ));
    throw error;
}

} // namespace

JournalRepair::JournalRepair(
    const ExecutionContext& context, FileSession& session, Evidence& evidence, const Step& step
)
    : context_(context), session_(session), evidence_(evidence), step_(step) {}

bool JournalRepair::settle(const JournalEntry& entry, std::string_view sql) {
    const bool failed = entry.outcome == JournalEntry::Outcome::failed;
    const auto number = static_cast<std::size_t>(entry.statement);
    if (!failed) {
        wait_for_the_sender(entry);
    }
    if (entry.rounds) {
        return false; // it goes on where it was, and says so itself
    }
    Finding finding{Verdict::not_done, "it was broken off and undone", {}};
    if (!entry.together) {
        finding = evidence_.look(
            sql.empty() ? Subject() : read_subject(with_values(step_.script, sql)), entry.noted
        );
    }
    switch (finding.verdict) {
    case Verdict::unknown:
        if (!failed) {
            ask(step_, entry, sql, finding.words);
        }
        return false;
    case Verdict::not_done:
        if (!failed) {
            tell(number, sql, finding.words + ": it is run again");
        }
        return false;
    case Verdict::broken:
        carry_out(finding, number, sql);
        return finding.repairs_finish;
    case Verdict::done:
        tell(number, sql, finding.words + ": it is done");
        return true;
    }
    return false;
}

// Its lock is ours by now, so it can only be on its way out, or have been made to let go of it.
void JournalRepair::wait_for_the_sender(const JournalEntry& entry) {
    const auto start = std::chrono::steady_clock::now();
    while (context_.store.is_sender_alive(step_, static_cast<std::size_t>(entry.statement))) {
        if (std::chrono::steady_clock::now() - start > sender_patience) {
            Error error(
                ErrorKind::lock,
                fmt::format(
                    "the session that was sent statement {} of {} is still there",
                    entry.statement,
                    step_.label
                )
            );
            error.say_advice("wait until it is gone, or end it with pg_terminate_backend()");
            throw error;
        }
        context_.connection.sleep(sender_pause);
    }
}

void JournalRepair::carry_out(const Finding& finding, std::size_t number, std::string_view sql) {
    session_.suspend_lock_timeout();
    for (const auto& repair : finding.repairs) {
        context_.connection.run(repair);
        tell(number, sql, fmt::format("{}; repaired with: {}", finding.words, repair));
    }
    session_.restore_lock_timeout();
}

void JournalRepair::tell(std::size_t number, std::string_view sql, std::string_view words) {
    context_.observer.remark(fmt::format("{}, statement {}: {}", step_.label, number, words));
    if (step_.action != Step::Action::seed) {
        session_.keep_books([&] { context_.store.record_repair(step_, sql, words); });
    }
}

} // namespace runner
