#include "plan/diff.hpp"

#include <catch2/catch.hpp>

#include <string>

using runner::unified_diff;

TEST_CASE("Equal texts have no difference, line endings do not count") {
    CHECK(unified_diff("a\nb\n", "a\r\nb\r\n", "x", "y").empty());
    CHECK(unified_diff("", "", "x", "y").empty());
}

TEST_CASE("A changed line is shown with three lines around it") {
    const std::string before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
    const std::string after = "1\n2\n3\n4\nfive\n6\n7\n8\n9\n";
    CHECK(
        unified_diff(before, after, "old", "new") ==
        "--- old\n+++ new\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
    );
}

TEST_CASE("Additions and removals at the ends are hunks of their own") {
    CHECK(unified_diff("a\n", "a\nb\n", "o", "n") == "--- o\n+++ n\n@@ -1,1 +1,2 @@\n a\n+b\n");
    CHECK(unified_diff("", "a\n", "o", "n") == "--- o\n+++ n\n@@ -0,0 +1,1 @@\n+a\n");
    CHECK(unified_diff("a\n", "", "o", "n") == "--- o\n+++ n\n@@ -1,1 +0,0 @@\n-a\n");
}

TEST_CASE("Changes far apart make two hunks") {
    std::string before;
    std::string after;
    for (int line = 0; line < 30; ++line) {
        before += std::to_string(line) + "\n";
        after += (line == 2 || line == 25 ? "changed" : std::to_string(line)) + "\n";
    }
    const auto text = unified_diff(before, after, "o", "n");
    CHECK(text.find("@@ -1,6 +1,6 @@") != std::string::npos);
    CHECK(text.find("@@ -23,7 +23,7 @@") != std::string::npos);
}

TEST_CASE("Texts that share nothing and are long are shown as replaced") {
    std::string before;
    std::string after;
    for (int line = 0; line < 3000; ++line) {
        before += "old " + std::to_string(line) + "\n";
        after += "new " + std::to_string(line) + "\n";
    }
    const auto text = unified_diff(before, after, "o", "n");
    CHECK(text.find("@@ -1,3000 +1,3000 @@") != std::string::npos);
}
