// Where comments end, and what they hide.
#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

/// In splitter_test.cpp.
void check_cuts(const std::vector<std::pair<std::string, std::string>>& cases);

TEST_CASE("A line comment hides the rest of its line") {
    check_cuts({
        {"-- a; b\nselect 1;", "select 1"},
        {"--\nselect 1;", "select 1"},
        {"--;\n--;\nselect 1", "select 1"},
        {"--- a; b\nselect 1", "select 1"},
        {"select 1 -- a; b\n, 2;", "select 1 -- a; b\n, 2"},
        {"select 1 -- a; b\r, 2; select 3", "select 1 -- a; b\r, 2|select 3"},
        {"select 1 -- a; b\r\n, 2;", "select 1 -- a; b\r\n, 2"},
        {"select 1 -- a; b\f; c\v; d\n; select 2", "select 1|select 2"},
        {"select 1--a;\n;select 2", "select 1|select 2"},
        {"select 1 -- '\n; select 2 -- $$\n;", "select 1|select 2"},
        {"select 1 -- \"\n; select 2 -- (\n;", "select 1|select 2"},
        {"select 1 -- \\\n; select 2", "select 1|select 2"},
        {"-- /*\nselect 1;", "select 1"},
        {"select 1 -- */\n; select 2", "select 1|select 2"},
        {"-- é; 🙂;\nselect 1", "select 1"},
        {"select 4-2; select 4--2;\n", "select 4-2|select 4"},
        {"select 4- -2; select 2", "select 4- -2|select 2"},
    });
}

TEST_CASE("Block comments nest") {
    check_cuts({
        {"/* a; b */ select 1;", "select 1"},
        {"/* a /* b; */ c; */ select 1;", "select 1"},
        {"/*/**/*/ select 1;", "select 1"},
        {"/**/select 1;", "select 1"},
        {"/***/select 1;", "select 1"},
        {"/****/select 1;", "select 1"},
        {"/*/*/ */ ; */select 1;", "select 1"},
        {"/*/ ; */select 1;", "select 1"},
        {"/* **/ select 1; /** ; */", "select 1"},
        {"/*//*//*//* ; */*/*/*/ select 1;", "select 1"},
        {"/* a */*/ 1; select 2", "*/ 1|select 2"},
        {"/* /* ; */ /* ; */ ; */ select 1;", "select 1"},
        {"/* a\n; b\r\n; c\r; */ select 1;", "select 1"},
        {"/* -- */ select 1;", "select 1"},
        {"/* -- /* */ ; */ select 1;", "select 1"},
        {"/* it's; \"so; $$ */ select 1;", "select 1"},
        {"/* 'a */ select 1; /* ' */", "select 1"},
        {"/* é;🙂 */select 1", "select 1"},
        {"/* \\ */ select 1; select 2", "select 1|select 2"},
        {"select 1 /* ' */; select 2 /* \" */;", "select 1|select 2"},
        {"select/* ; */1;", "select/* ; */1"},
        {"select '/*'; select '*/'", "select '/*'|select '*/'"},
        {"select 1/*;*//*;*/;select 2", "select 1|select 2"},
        {"select 1 / * 2; select 3", "select 1 / * 2|select 3"},
        {"/* copy t from stdin; */ select 1;\n1\n", "select 1|1"},
    });
}

TEST_CASE("A comment between two words keeps them apart") {
    check_cuts({
        {"select a/**/$$;$$;", "select a/**/$$;$$"},
        {"select e/**/'\\'; select 2", "select e/**/'\\'|select 2"},
        {"select 1 --\n$$;$$", "select 1 --\n$$;$$"},
        {"create function f() begin/**/atomic x; end; y",
         "create function f() begin/**/atomic x; end|y"},
        {"copy t from/**/stdin;\n1\n\\.\n", "copy t from/**/stdin{1\n}"},
    });
}

TEST_CASE("A comment that is never closed is an error at its outermost start") {
    check_cuts({
        {"select 1 /* never", "1:10 this comment is never closed"},
        {"/*", "1:1 this comment is never closed"},
        {"/*/", "1:1 this comment is never closed"},
        {"/* *", "1:1 this comment is never closed"},
        {"select 1;\n /* a /* b */", "2:2 this comment is never closed"},
        {"/* a */ -- b\n /* c", "2:2 this comment is never closed"},
        {"/* /* /* */ */", "1:1 this comment is never closed"},
        {"/*/*/*/", "1:1 this comment is never closed"},
        {"/* a */ /* b */ /* c * /", "1:17 this comment is never closed"},
        {"é /* x", "1:3 this comment is never closed"},
        {"select 'ü';\r\n\t/* 🙂\r\n", "2:2 this comment is never closed"},
        {"-- /*\r/* c\n", "1:7 this comment is never closed"},
        {"select (1 /* );", "1:11 this comment is never closed"},
        {"select 1 +/*", "1:11 this comment is never closed"},
    });
}

TEST_CASE("A comment nested a hundred thousand deep costs no stack") {
    std::string opened;
    std::string closed;
    for (int level = 0; level < 100000; ++level) {
        opened += "/*";
        closed += "*/";
    }
    check_cuts({
        {opened, "1:1 this comment is never closed"},
        {opened + closed + "select 1;", "select 1"},
        {opened + ";" + closed.substr(2), "1:1 this comment is never closed"},
        {opened + closed + "*/; x", "*/|x"},
    });
}
