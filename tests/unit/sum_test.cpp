// runner.sum: its format is frozen, what does not fit is told file by file, and git cannot merge
// two of them unasked.
#include "discover/sum.hpp"
#include "discover/sum_file.hpp"
#include "support/folder.hpp"

#include <runner/error.hpp>
#include <runner/files.hpp>
#include <runner/integrity.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace runner;
using namespace runner::test;

namespace {

struct Project {
    [[nodiscard]] Options options() const {
        Options result;
        result.migrations = folder.path();
        result.seeds = folder.path() / "seeds";
        return result;
    }

    void write_pair(const std::string& label) const {
        folder.write(label + ".up.sql", "select 1;\n");
        folder.write(label + ".down.sql", "select 2;\n");
    }

    [[nodiscard]] std::string sum() const { return folder.read("runner.sum"); }

    /// "kind: message | advice" of everything wrong.
    [[nodiscard]] std::vector<std::string> problems() const {
        std::vector<std::string> texts;
        for (const auto& problem : verify_sum(options())) {
            CHECK(problem.kind == Problem::Kind::sum);
            CHECK(problem.location.has_value());
            texts.push_back(problem.message + " | " + problem.advice);
        }
        return texts;
    }

    Folder folder;
};

using Texts = std::vector<std::string>;

std::string first_line(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

Sum parsed(const std::string& text) {
    return parse_sum(Text(text), "m/runner.sum");
}

std::string refusal_of(const std::string& text) {
    try {
        parsed(text);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::source);
        CHECK_THAT(error.advice(), Catch::Contains("runner sum"));
        return std::to_string(error.location()->position.line) + ": " + error.what();
    }
    return "went through";
}

} // namespace

TEST_CASE("runner.sum lists the files in the order of their versions, repeatables last") {
    std::vector<SumLine> lines;
    for (const auto* file :
         {"R_view.sql",
          "10_b.up.sql",
          "9_a.verify.sql",
          "9_a.up.sql",
          "9_a.down.sql",
          "20261121120000_c.up.sql"}) {
        lines.push_back({file, {}});
    }
    sort_sum_lines(lines);
    Texts files;
    for (const auto& line : lines) {
        files.push_back(line.file);
    }
    CHECK(
        files ==
        Texts{
            "9_a.up.sql",
            "9_a.down.sql",
            "9_a.verify.sql",
            "10_b.up.sql",
            "20261121120000_c.up.sql",
            "R_view.sql"}
    );
}

TEST_CASE("The format of runner.sum is frozen") {
    Project project;
    project.write_pair("001_a");
    CHECK(write_sum(project.options()).written);
    CHECK(project.sum() == R"(runner.sum 1 xxh3-128:719a7c929b641b7cef6dc2957c9de41f
001_a.up.sql xxh3-128:6ee63cca5d5b867e7833c360ca87ebad
001_a.down.sql xxh3-128:5dc98e296a78e619ca2632392fd2eab1
)");
}

TEST_CASE("Each line counts for the total of runner.sum, and so does their order") {
    const std::vector<SumLine> both = {{"1_a.up.sql", {1, 2}}, {"2_b.up.sql", {3, 4}}};
    const auto text = sum_text(both);
    CHECK(parsed(text).lines == both);
    CHECK(parsed(text).is_whole());
    CHECK(first_line(sum_text({both[0]})) != first_line(text));
    CHECK(first_line(sum_text({both[1], both[0]})) != first_line(text));
    CHECK(first_line(sum_text({both[0], {"2_b.up.sql", {3, 5}}})) != first_line(text));
    CHECK(first_line(sum_text({both[0], {"2_c.up.sql", {3, 4}}})) != first_line(text));
    auto merged = text;
    merged += sum_text({{"3_c.up.sql", {5, 6}}}).substr(first_line(text).size() + 1);
    CHECK_FALSE(parsed(merged).is_whole());
}

TEST_CASE("runner.sum may have the line endings of Windows") {
    auto text = sum_text({{"1_a.up.sql", {1, 2}}});
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2)) {
        text.insert(at, "\r");
    }
    CHECK(parsed(text).is_whole());
}

TEST_CASE("A runner.sum that cannot be read is refused with the line") {
    const auto text = sum_text({{"1_a.up.sql", {1, 2}}});
    CHECK(
        refusal_of("<<<<<<< HEAD\n" + text) ==
        "1: is in the middle of a merge: two branches changed the migrations"
    );
    CHECK(
        refusal_of(text + "=======\n" + text) ==
        "3: is in the middle of a merge: two branches changed the migrations"
    );
    CHECK_THAT(refusal_of(""), Catch::StartsWith("1: is no runner.sum of this version"));
    CHECK_THAT(refusal_of("runner.sum 2 " + text.substr(13)), Catch::StartsWith("1: is no runner"));
    CHECK_THAT(refusal_of(text + "\n"), Catch::StartsWith("3: cannot be read"));
    CHECK_THAT(refusal_of(text + "2_b.up.sql\n"), Catch::StartsWith("3: cannot be read"));
    CHECK_THAT(refusal_of(text + "2_b.up.sql md5:1\n"), Catch::StartsWith("3: cannot be read"));
}

TEST_CASE("What changed since runner.sum was written is told with the way out") {
    Project project;
    for (const auto* label : {"001_a", "002_b", "003_c"}) {
        project.write_pair(label);
    }
    CHECK(project.problems().empty()); // there is no runner.sum
    write_sum(project.options());
    CHECK(project.problems().empty());

    project.folder.write("001_a.down.sql", "select 3;\n");
    project.folder.remove("002_b.down.sql");
    project.folder.write("004_d.up.sql", "select 4;\n");
    CHECK(
        project.problems() ==
        Texts{
            "001_a.down.sql has changed since runner.sum was written | "
            "put it back as it was, or accept it with: runner sum",
            "002_b.down.sql is in runner.sum, but not there | "
            "bring it back, or accept it with: runner sum",
            "004_d.up.sql is not in runner.sum | add it with: runner sum"}
    );

    const auto report = write_sum(project.options());
    CHECK(report.written);
    CHECK(report.changes.size() == 3);
    CHECK(project.problems().empty());
    CHECK_FALSE(write_sum(project.options()).written);
}

TEST_CASE("A total that was merged by hand is told, and so is a line too much") {
    Project project;
    project.write_pair("001_a");
    write_sum(project.options());
    const auto text = project.sum();
    const auto last = text.substr(text.rfind('\n', text.size() - 2) + 1);
    project.folder.write("runner.sum", text + last);
    const auto problems = project.problems();
    REQUIRE(problems.size() == 2);
    CHECK_THAT(problems[0], Catch::StartsWith("the total in runner.sum is not that of its lines"));
    CHECK_THAT(problems[1], Catch::StartsWith("001_a.down.sql is in runner.sum, but not there"));
}

TEST_CASE("A merge conflict in runner.sum is a problem, and runner sum ends it") {
    Project project;
    project.write_pair("001_a");
    project.folder.write("runner.sum", "<<<<<<< HEAD\n");
    CHECK(
        project.problems() ==
        Texts{"runner.sum is in the middle of a merge: two branches changed the migrations | "
              "keep the files of both (runner renumber settles clashes), then: runner sum"}
    );
    const auto report = write_sum(project.options());
    CHECK_FALSE(report.unreadable.empty());
    CHECK(project.problems().empty());
}

TEST_CASE("A new pair joins runner.sum, and hides no other change") {
    Project project;
    create_migration(project.options(), {.name = "first", .version = {}});
    CHECK(project.problems().empty());
    project.folder.write("001_first.up.sql", "create table a ();\n");
    create_migration(project.options(), {.name = "second", .version = {}});
    const auto problems = project.problems();
    REQUIRE(problems.size() == 1);
    CHECK_THAT(problems[0], Catch::StartsWith("001_first.up.sql has changed"));
}

TEST_CASE("A new pair is refused while runner.sum does not hold together") {
    Project project;
    project.write_pair("001_a");
    project.folder.write("runner.sum", ">>>>>>> theirs\n");
    CHECK_THROWS_AS(create_migration(project.options(), {.name = "second", .version = {}}), Error);
    CHECK_THROWS(project.folder.read("002_second.up.sql"));
}

TEST_CASE("With sum = false a new pair leaves runner.sum alone") {
    Project project;
    auto options = project.options();
    options.sum = false;
    create_migration(options, {.name = "first", .version = {}});
    CHECK_THROWS(project.folder.read("runner.sum"));
}

TEST_CASE("Options that require a sum accept nothing else") {
    Project project;
    project.write_pair("001_a");
    const auto refused = [&] {
        try {
            require_sum(project.options(), {});
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::source);
            CHECK(error.state() == "nothing was done");
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK(refused() == "is not there, and require_sum is set");
    write_sum(project.options());
    CHECK(refused().empty());
    project.folder.write("001_a.up.sql", "select 5;\n");
    CHECK(refused() == "001_a.up.sql has changed since runner.sum was written");
}
