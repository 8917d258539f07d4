// `.env`.
#include "cli/env_file.hpp"
#include "cli/settings.hpp"

#include <runner/error.hpp>

#include <catch2/catch.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

using namespace runner;
using namespace runner::cli;

TEST_CASE("A line of .env is read as docker and a shell read it") {
    const std::vector<std::pair<std::string, std::string>> table = {
        {"A=b", "b"},
        {"export A=b", "b"},
        {"  A = b  ", "b"},
        {"A=", ""},
        {"A=b # comment", "b"},
        {"A=b#c", "b#c"},
        {"A=postgres://u:p#w@h/d?x=y", "postgres://u:p#w@h/d?x=y"},
        {"A='b # \\n $c'", "b # \\n $c"},
        {"A='b' # comment", "b"},
        {R"(A="b\nc \"d\" \\ \$e")", "b\nc \"d\" \\ $e"},
        {R"(A="\d")", "\\d"},
        {"A=\"# no comment\"", "# no comment"},
        {"A=b\r", "b"},
        {"\xEF\xBB\xBF"
         "A=b",
         "b"},
        {"A=$HOME", "$HOME"},
    };
    for (const auto& [line, value] : table) {
        INFO(line);
        const auto variables = parse_env_file(".env", line);
        REQUIRE(variables.size() == 1);
        CHECK(variables[0].first == "A");
        CHECK(variables[0].second == value);
    }
}

TEST_CASE("Comments and empty lines of .env say nothing") {
    CHECK(parse_env_file(".env", "").empty());
    CHECK(parse_env_file(".env", "# A=b\n\r\n  \n   # c\n").empty());
    CHECK(parse_env_file(".env", "A=b\n\nC=d\n").size() == 2);
}

TEST_CASE("A malformed line of .env is named without its value") {
    for (const std::string line :
         {"secret",
          "1A=secret",
          "A B=secret",
          "=secret",
          "A='secret",
          "A=\"secret",
          "A='secret' x",
          "A=\"secret\\\""}) {
        INFO(line);
        try {
            static_cast<void>(parse_env_file("x/.env", "# first\n" + line + "\n"));
            FAIL("it went through");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::usage);
            CHECK(error.location() == Location{"x/.env", {2, 1}, {}});
            CHECK(std::string(error.what()).find("secret") == std::string::npos);
        }
    }
}

TEST_CASE("A variable that is set already wins over .env") {
    setenv("RUNNER_TEST_SET", "process", 1);
    unsetenv("RUNNER_TEST_UNSET");
    const auto path = std::filesystem::temp_directory_path() /
                      ("runner-env-file-test-" + std::to_string(getpid()));
    std::FILE* file = std::fopen(path.c_str(), "w");
    REQUIRE(file != nullptr);
    std::fputs("RUNNER_TEST_SET=file\nRUNNER_TEST_UNSET=file\n", file);
    std::fclose(file);

    load_env_file(path);

    CHECK(process_environment("RUNNER_TEST_SET") == "process");
    CHECK(process_environment("RUNNER_TEST_UNSET") == "file");
    std::filesystem::remove(path);
    CHECK_THROWS_AS(load_env_file(path), Error);
}
