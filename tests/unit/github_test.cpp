// Annotations: what is foreign can neither end its field nor start a command.
#include "cli/github.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace runner;
using namespace runner::cli;

namespace {

std::string of(const std::string& message, const std::string& file, Position position = {3, 14}) {
    return annotation(AnnotationLevel::error, "a title", message, Location{file, position, {}});
}

} // namespace

TEST_CASE("An annotation names file, line and column") {
    CHECK(
        of("is wrong", "/no/such/folder/7_a.up.sql") ==
        "::error file=/no/such/folder/7_a.up.sql,line=3,col=14,title=a title::is wrong\n"
    );
    CHECK(
        of("is wrong", "/no/such/folder/7_a.up.sql", {0, 0}) ==
        "::error file=/no/such/folder/7_a.up.sql,title=a title::is wrong\n"
    );
    CHECK(
        annotation(AnnotationLevel::notice, "a title", "so it is", std::nullopt) ==
        "::notice title=a title::so it is\n"
    );
}

TEST_CASE("Colons, commas, per cent signs and ends of lines of a file name are escaped") {
    CHECK(
        of("x", "/no/7_a::error::b,c%0A\nd\r.sql") ==
        "::error file=/no/7_a%3A%3Aerror%3A%3Ab%2Cc%250A%0Ad%0D.sql,line=3,col=14,"
        "title=a title::x\n"
    );
}

TEST_CASE("A message of several lines stays one command") {
    CHECK_THAT(
        of("100%\n::add-mask::x\r\n\x1b[31mred", "/no/a"),
        Catch::EndsWith("title=a title::100%25%0A::add-mask::x%0A\\x1B[31mred\n")
    );
}

TEST_CASE("An error of several complaints is as many annotations") {
    Error error(
        ErrorKind::source,
        {{"is bad", Location{"/no/1_a.up.sql", {1, 2}, {}}}, {"is worse", std::nullopt}}
    );
    error.say_state("nothing was done");
    CHECK(
        annotations(error) ==
        "::error file=/no/1_a.up.sql,line=1,col=2,title=runner%3A source::1_a.up.sql: is bad%0A"
        "nothing was done\n"
        "::error title=runner%3A source::is worse%0Anothing was done\n"
    );
}
