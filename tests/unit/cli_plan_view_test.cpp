// Estimates are shown as estimates.
#include "cli/plan_view.hpp"

#include <catch2/catch.hpp>

using namespace runner::cli;

TEST_CASE("A number of rows is shown with two or three figures and as an estimate") {
    CHECK(rows_text(std::nullopt) == "rows not counted yet");
    CHECK(rows_text(0) == "about 0 rows");
    CHECK(rows_text(1) == "about 1 row");
    CHECK(rows_text(999) == "about 999 rows");
    CHECK(rows_text(1'000) == "about 1.0 thousand rows");
    CHECK(rows_text(1'250'000) == "about 1.2 million rows");
    CHECK(rows_text(43'210'000) == "about 43 million rows");
    CHECK(rows_text(3'000'000'000) == "about 3.0 billion rows");
}

TEST_CASE("A number of bytes is shown as pg_size_pretty() shows it") {
    CHECK(bytes_text(0) == "0 bytes");
    CHECK(bytes_text(8192) == "8192 bytes");
    CHECK(bytes_text(10'240) == "10 kB");
    CHECK(bytes_text(503'316'480) == "480 MB");
    CHECK(bytes_text(1'099'511'627'776) == "1024 GB");
}
