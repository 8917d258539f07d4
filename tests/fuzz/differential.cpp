// Random programs, split by runner and by PostgreSQL's own grammar. README.md has the long run.
//
// usage: differential [--count N] [--seed S] [--without CONSTRUCT]... [--show N]
//                     [--show-refused N]
#include "comparison.hpp"
#include "damage.hpp"
#include "program_writer.hpp"
#include "reduction.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

namespace runner::fuzz {
namespace {

struct Options {
    std::uint64_t count = 5000;
    std::uint64_t seed = 1;
    std::array<bool, construct_count> without{};
    std::uint64_t refusals_to_show = 0;
    std::uint64_t disagreements_to_show = 10;
};

struct Counts {
    std::uint64_t programs = 0;
    std::uint64_t bytes = 0;
    std::uint64_t whole = 0; ///< those that were not damaged
    std::uint64_t whole_refused = 0;
    std::uint64_t left_out = 0;
    std::array<std::uint64_t, verdict_count> verdicts{};
    std::array<std::uint64_t, construct_count> constructs{}; ///< in programs that were judged

    std::uint64_t& of(Verdict verdict) { return verdicts[static_cast<std::size_t>(verdict)]; }

    std::uint64_t disagreements() { return of(Verdict::disagreed) + of(Verdict::broken_promise); }
};

[[noreturn]] void refuse(std::string_view what) {
    std::fprintf(stderr, "differential: %.*s\n", static_cast<int>(what.size()), what.data());
    std::exit(2);
}

std::uint64_t number_from(std::string_view word) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size()) {
        refuse("a number is expected, not " + std::string(word));
    }
    return number;
}

Options options_from(std::span<const char* const> words) {
    Options options;
    for (std::size_t at = 0; at < words.size(); at += 2) {
        const std::string_view name = words[at];
        if (at + 1 == words.size()) {
            refuse(std::string(name) + " needs a value");
        }
        const std::string_view value = words[at + 1];
        if (name == "--count") {
            options.count = number_from(value);
        } else if (name == "--seed") {
            options.seed = number_from(value);
        } else if (name == "--show-refused") {
            options.refusals_to_show = number_from(value);
        } else if (name == "--show") {
            options.disagreements_to_show = number_from(value);
        } else if (name == "--without") {
            const auto found = std::find(construct_names.begin(), construct_names.end(), value);
            if (found == construct_names.end()) {
                refuse("no construct is called " + std::string(value));
            }
            options.without[static_cast<std::size_t>(found - construct_names.begin())] = true;
        } else {
            refuse("no option is called " + std::string(name));
        }
    }
    return options;
}

void show(std::string_view title, const Program& program, const Comparison& comparison) {
    std::printf(
        "%.*s\n  text:  %s\n",
        static_cast<int>(title.size()),
        title.data(),
        visible(program.text).c_str()
    );
    if (program.text != program.for_judge) {
        std::printf("  judge: %s\n", visible(program.for_judge).c_str());
    }
    std::printf("  ours:   %s\n  theirs: %s\n", comparison.ours.c_str(), comparison.theirs.c_str());
}

void report_disagreement(const Program& program, std::uint64_t seed, Verdict verdict) {
    const auto smallest = reduce(program, verdict);
    const auto comparison = compare(smallest.text, smallest.for_judge);
    show("disagreement, --seed " + std::to_string(seed) + " --count 1", smallest, comparison);
}

void try_seed(std::uint64_t seed, Options& options, Counts& counts) {
    RandomSource random(seed);
    const bool damage = random.one_in(5);
    auto program = random_program(random.next(), !damage);
    if (damage) {
        program = damaged(program, random);
    }
    ++counts.programs;
    for (std::size_t index = 0; index < construct_count; ++index) {
        if (options.without[index] && program.holds[index]) {
            ++counts.left_out;
            return;
        }
    }
    counts.bytes += program.text.size();
    const auto comparison = compare(program.text, program.for_judge);
    ++counts.of(comparison.verdict);
    counts.whole += damage ? 0 : 1;
    switch (comparison.verdict) {
    case Verdict::disagreed:
    case Verdict::broken_promise:
        if (options.disagreements_to_show > 0) {
            --options.disagreements_to_show;
            report_disagreement(program, seed, comparison.verdict);
        }
        break;
    case Verdict::refused:
        counts.whole_refused += damage ? 0 : 1;
        if (!damage && options.refusals_to_show > 0) {
            --options.refusals_to_show;
            show("refused, --seed " + std::to_string(seed), program, comparison);
        }
        return;
    default:
        break;
    }
    for (std::size_t index = 0; index < construct_count; ++index) {
        counts.constructs[index] += program.holds[index] ? 1 : 0;
    }
}

void print(std::string_view name, std::uint64_t number) {
    std::printf(
        "%12llu %.*s\n",
        static_cast<unsigned long long>(number),
        static_cast<int>(name.size()),
        name.data()
    );
}

int run(Options options) {
    Counts counts;
    for (std::uint64_t index = 0; index < options.count; ++index) {
        try_seed(options.seed + index, options, counts);
    }
    print("programs", counts.programs);
    print("bytes", counts.bytes);
    print("agreed", counts.of(Verdict::agreed));
    print("refused by the judge", counts.of(Verdict::refused));
    print("of them not damaged", counts.whole_refused);
    print(
        "not judged: rows or escapes are not where they were put", counts.of(Verdict::not_judged)
    );
    print(
        "refused by runner alone: a statement around the rows of a COPY",
        counts.of(Verdict::crossing)
    );
    print("left out", counts.left_out);
    print("disagreements", counts.disagreements());
    std::puts("judged programs with");
    bool all_seen = true;
    for (std::size_t index = 0; index < construct_count; ++index) {
        print(construct_names[index], counts.constructs[index]);
        all_seen = all_seen && (counts.constructs[index] > 0 || options.without[index]);
    }
    // A judge that refuses, or a generator that has run dry, must not look like agreement.
    const bool enough = counts.whole_refused * 20 <= counts.whole;
    const bool seen = all_seen || options.count < 1000;
    if (!enough) {
        std::puts("more than one in twenty programs is refused by the judge");
    }
    if (!seen) {
        std::puts("a construct has not been looked at");
    }
    const bool passed = enough && seen && counts.disagreements() == 0;
    std::printf("%d passed, %d failed\n", passed ? 1 : 0, passed ? 0 : 1);
    return passed ? 0 : 1;
}

} // namespace
} // namespace runner::fuzz

int main(int count, char** words) {
    const std::span<const char* const> all(words, static_cast<std::size_t>(count));
    return runner::fuzz::run(runner::fuzz::options_from(all.subspan(1)));
}
