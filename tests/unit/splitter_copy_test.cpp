// COPY … FROM stdin: its rows are data, from the line behind its semicolon to the line `\.`.
#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

/// In splitter_test.cpp.
void check_cuts(const std::vector<std::pair<std::string, std::string>>& cases);

TEST_CASE("The rows of a COPY are data") {
    check_cuts({
        {"copy t from stdin;\n1\n2\n\\.\nselect 2", "copy t from stdin{1\n2\n}|select 2"},
        {"copy t from stdin;\n\\.\n", "copy t from stdin{}"},
        {"copy t from stdin;\n\\.\nselect 2", "copy t from stdin{}|select 2"},
        {"copy t from stdin;\n\n\\.\n", "copy t from stdin{\n}"},
        {"copy t from stdin;\n1\n\\.", "copy t from stdin{1\n}"},
        {"copy t from stdin;\n\\.", "copy t from stdin{}"},
        {"copy t from stdin;\r\n1\r\n\\.\r\nselect 2", "copy t from stdin{1\r\n}|select 2"},
        {"copy t from stdin;\r\n\\.\r\nselect 2\r\n", "copy t from stdin{}|select 2"},
        {"copy t from stdin;\r\n1\r\n\\.\nselect 2", "copy t from stdin{1\r\n}|select 2"},
        {"copy t from stdin;\n1\n\\.\r\nselect 2", "copy t from stdin{1\n}|select 2"},
        {"copy t from stdin;\n1\n\\.\r", "copy t from stdin{1\n}"},
        {"copy t from stdin;\n1\n\\.\n\n\n;\n", "copy t from stdin{1\n}"},
        {"copy t from stdin;\n1\n\\.\n-- c\nselect 2", "copy t from stdin{1\n}|select 2"},
        {"copy t from stdin;\né\t🙂\n\\.\nselect 2", "copy t from stdin{é\t🙂\n}|select 2"},
        {"copy t\nfrom\nstdin\n;\n1\n\\.\n", "copy t\nfrom\nstdin{1\n}"},
        {"copy t from stdin;\n1\n\\.\ncopy t from stdin;\n2\n\\.\n",
         "copy t from stdin{1\n}|copy t from stdin{2\n}"},
        {"begin; copy t from stdin;\n1\n\\.\ncommit;", "begin|copy t from stdin{1\n}|commit"},
    });
}

TEST_CASE("Rows may look like anything but their end") {
    check_cuts({
        {"copy t from stdin;\n;'\n$$\n/*\n\"(\n\\.\nselect 2",
         "copy t from stdin{;'\n$$\n/*\n\"(\n}|select 2"},
        {"copy t from stdin;\nselect 1;\n-- c\nE'\\'\nbegin atomic\n\\.\nselect 2",
         "copy t from stdin{select 1;\n-- c\nE'\\'\nbegin atomic\n}|select 2"},
        {"copy t from stdin;\ncopy u from stdin;\n\\.\nx",
         "copy t from stdin{copy u from stdin;\n}|x"},
        {"copy t from stdin;\n\\restrict a\n\\i b\n\\N\n\\.\nx",
         "copy t from stdin{\\restrict a\n\\i b\n\\N\n}|x"},
        {"copy t from stdin;\n\\.x\n \\.\n\\\\.\n\\.\n", "copy t from stdin{\\.x\n \\.\n\\\\.\n}"},
        {"copy t from stdin;\n\\. \n\\.\\.\n1\\.\n\\.\t1\n\\.\nx",
         "copy t from stdin{\\. \n\\.\\.\n1\\.\n\\.\t1\n}|x"},
        {"copy t from stdin;\n1\\\n2\n\\.\nx", "copy t from stdin{1\\\n2\n}|x"},
        {"copy t from stdin;\n-- @transaction: none\n\\.\nx",
         "copy t from stdin{-- @transaction: none\n}|x"},
        {"copy t from stdin;\n1\r2\n\\.\r3\n\\.\nx", "copy t from stdin{1\r2\n\\.\r3\n}|x"},
        {"copy t from stdin;\n \n\t\n\\.\nx", "copy t from stdin{ \n\t\n}|x"},
    });
}

TEST_CASE("Every form of COPY … FROM stdin has rows") {
    for (const std::string form : {
             "copy t from stdin",
             "COPY T FROM STDIN",
             "Copy t From StdIn",
             "copy t from stdout",
             "copy public.t from stdin",
             "copy only_a_name from stdin",
             "copy \"t\" from stdin",
             "copy \"s;\".\"t;\" from stdin",
             "copy U&\"t\" from stdin",
             "copy t (a, b) from stdin",
             "copy t (\"a;b\", c) from stdin",
             "copy t(\"from\")from stdin",
             "copy s.from from stdin",
             "copy s . to from stdin",
             "copy \"from\" from stdin",
             "copy \"to\" (a) from stdin",
             "copy stdin from stdin",
             "copy stdin (stdin) from stdin",
             "copy stdout from stdin",
             "copy copy from stdin",
             "copy binary t from stdin",
             "copy t from stdin binary",
             "copy t from stdin with binary",
             "copy t from stdin csv",
             "copy t from stdin with csv header",
             "copy t from stdin with csv header delimiter ';' null '' quote '\"' escape '\\'",
             "copy t from stdin delimiter as ';'",
             "copy t from stdin delimiters ';'",
             "copy t from stdin using delimiters ';' with null as ';'",
             "copy t from stdin null '\\N'",
             "copy t from stdin delimiter E'\\t;'",
             "copy t from stdin csv force not null a, b",
             "copy t from stdin encoding 'utf8'",
             "copy t from stdin freeze",
             "copy t from stdin (format csv)",
             "COPY public.t (a, b) FROM STDIN WITH (FORMAT csv)",
             "copy t from stdin with (format csv, header, delimiter ';', force_null (a, b))",
             "copy t from stdin with (format text, null $$;$$, default ';')",
             "copy t from stdin where a > 1",
             "copy t from stdin with (format csv) where (a = ';' or b in (1, 2))",
             "copy t from stdin where a = 'to stdout'",
             "copy t /* to stdout; */ from stdin",
             "copy t -- to stdout;\nfrom stdin",
             "copy t from /* 'file' */ stdin",
             "copy t from -- c;\n stdin",
             "copy t\tfrom\r\nstdin",
         }) {
        check_cuts({{form + ";\n1\n\\.\nselect 2", form + "{1\n}|select 2"}});
    }
}

TEST_CASE("What is no COPY … FROM stdin has no rows") {
    for (const std::string form : {
             "copy t from 'file'",
             "copy t from 'stdin'",
             "copy t from E'stdin'",
             "copy t from $$stdin$$",
             "copy t from \"stdin\"",
             "copy t from program 'stdin'",
             "copy t from program 'cat' with (format stdin)",
             "copy t to stdout",
             "copy t to stdin",
             "copy t to 'from stdin'",
             "copy t to program 'from stdin'",
             "copy stdin to stdout",
             "copy stdin from 'file'",
             "copy s.from to stdin",
             "copy \"from\" to stdin",
             "copy t (\"from\", stdin) to stdout",
             "copy t to stdout with (format csv, from stdin)",
             "copy (select 1) to stdout",
             "copy (select 1 from stdin) to stdout",
             "copy (select * from (select 1 from stdin) stdin) to stdout with csv",
             "copy (insert into t select * from stdin returning *) to stdout",
             "copy t /* from stdin */ to stdout",
             "copy t -- from stdin;\n to stdout",
             "copy t from /* stdin */ 'file'",
             "\"copy\" t from stdin",
             "(copy t from stdin)",
             "select * from stdin",
             "select 'copy t from stdin'",
             "select $$copy t from stdin$$",
             "delete from stdin",
             "select copy from stdin",
             "comment on table t is 'copy t from stdin'",
             "create table copy (from_stdin int)",
         }) {
        check_cuts({{form + ";\n1; select 2", form + "|1|select 2"}});
    }
    check_cuts({
        {"-- copy t from stdin;\n1\n", "1"},
        {"/* copy t from stdin; */\n1\n", "1"},
        {"do $$ copy t from stdin;\n1\n$$; x", "do $$ copy t from stdin;\n1\n$$|x"},
    });
}

TEST_CASE("What stands behind a COPY on its line runs after it") {
    check_cuts({
        {"copy t from stdin -- c;\n; -- d\n1\n\\.\n", "copy t from stdin{1\n}"},
        {"copy t from stdin /* ; */ ; /* e */\n1\n\\.\n", "copy t from stdin{1\n}"},
        {"copy t from stdin;;; \t\n1\n\\.\nx", "copy t from stdin{1\n}|x"},
        {"copy t from stdin; select 2;\n1\n\\.\nselect 3",
         "copy t from stdin{1\n}|select 2|select 3"},
        {"copy t from stdin; select 2;\r\n1\r\n\\.\r\nselect 3",
         "copy t from stdin{1\r\n}|select 2|select 3"},
        {"copy t from stdin; select 2; -- c;\n1\n\\.\nx", "copy t from stdin{1\n}|select 2|x"},
        {"copy t from stdin; select ';'; select $$;$$;\n1\n\\.\nx",
         "copy t from stdin{1\n}|select ';'|select $$;$$|x"},
        {"copy t from stdin; create rule r as on insert to t do (a; b);\n1\n\\.\nx",
         "copy t from stdin{1\n}|create rule r as on insert to t do (a; b)|x"},
        {"copy t from stdin; create function f() begin atomic a; end;\n1\n\\.\nx",
         "copy t from stdin{1\n}|create function f() begin atomic a; end|x"},
        {"copy t from stdin; copy u to stdout;\n1\n\\.\nx",
         "copy t from stdin{1\n}|copy u to stdout|x"},
        {"copy t from stdin; copy u from stdin;\n1\n\\.\n2\n\\.\nselect 3",
         "copy t from stdin{1\n}|copy u from stdin{2\n}|select 3"},
        {"copy t from stdin; copy u from stdin;\n\\.\n\\.\nx",
         "copy t from stdin{}|copy u from stdin{}|x"},
        {"copy t from stdin; copy u from stdin; copy v from stdin;\n1\n\\.\n2\n\\.\n3\n\\.",
         "copy t from stdin{1\n}|copy u from stdin{2\n}|copy v from stdin{3\n}"},
        {"select 0; copy t from stdin; select 2; copy u from stdin; select 3;\n1\n\\.\n2\n\\.\nx",
         "select 0|copy t from stdin{1\n}|select 2|copy u from stdin{2\n}|select 3|x"},
        {"copy t from stdin; \\restrict x\n1\n\\.\nx", "copy t from stdin{1\n}|x"},
        {"select 'a\nb'; copy t from stdin; select 2;\n1\n\\.\nx",
         "select 'a\nb'|copy t from stdin{1\n}|select 2|x"},
    });
}
