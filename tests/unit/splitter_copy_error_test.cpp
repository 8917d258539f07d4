// What can go wrong around the rows of a COPY.
#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

/// In splitter_test.cpp.
void check_cuts(const std::vector<std::pair<std::string, std::string>>& cases);

TEST_CASE("Rows without an end are an error at their COPY") {
    check_cuts({
        {"copy t from stdin;\n1\n", "1:1 no line \\. ends the rows of this COPY"},
        {"copy t from stdin;\n1\n2", "1:1 no line \\. ends the rows of this COPY"},
        {"copy t from stdin;\n", "1:1 no line \\. ends the rows of this COPY"},
        {"select 1;\n copy t from stdin;", "2:2 no line \\. ends the rows of this COPY"},
        {"copy t from stdin", "1:1 no line \\. ends the rows of this COPY"},
        {"copy t from stdin;\n1\n\\.x", "1:1 no line \\. ends the rows of this COPY"},
        {"copy t from stdin;\n1\n\\. \n", "1:1 no line \\. ends the rows of this COPY"},
        {"copy t from stdin; \\.\n", "1:1 no line \\. ends the rows of this COPY"},
        {"copy t from stdin;\n1\n2\\.\n", "1:1 no line \\. ends the rows of this COPY"},
        {"copy t from stdin;\r1\r\\.\r", "1:1 no line \\. ends the rows of this COPY"},
        {"select 'é'; /* 🙂 */ copy t from stdin;\n1\n",
         "1:21 no line \\. ends the rows of this COPY"},
        {"select 'ü';\r\n\tcopy t\r\nfrom stdin;\r\n1\r\n",
         "2:2 no line \\. ends the rows of this COPY"},
        {"copy t from stdin;\n1\n\\.\ncopy u from stdin;\n2\n",
         "4:1 no line \\. ends the rows of this COPY"},
        {"copy t from stdin; copy u from stdin;\n1\n\\.\n2\n",
         "1:20 no line \\. ends the rows of this COPY"},
    });
}

TEST_CASE("What stands behind a COPY has to end on its line") {
    const std::string statement =
        " this statement begins behind a COPY … FROM stdin and does not end on its line, where the "
        "rows begin";
    const std::string line = " on the line of its COPY, behind which the rows begin";
    check_cuts({
        {"copy t from stdin; select 2\n1\n\\.\n", "1:20" + statement},
        {"copy t from stdin; select 2", "1:1 no line \\. ends the rows of this COPY"},
        {"copy t from stdin; select 'é'; select (2;\n1\n\\.\n", "1:32" + statement},
        {"select 1;\ncopy t from stdin; create function f() begin atomic a;\n1\n\\.\nend;",
         "2:20" + statement},
        {"copy t from stdin; select 2 -- ;\n1\n\\.\n;", "1:20" + statement},
        {"copy t from stdin; copy u from stdin\n1\n\\.\n2\n\\.\n", "1:20" + statement},
        {"copy t from stdin; select '\n1\n\\.\n';", "1:27 this string is never closed" + line},
        {"copy t from stdin; select E'\\'\n1\n\\.\n';", "1:27 this string is never closed" + line},
        {"copy t from stdin; select \"\n1\n\\.\n\";",
         "1:27 this quoted name is never closed" + line},
        {"copy t from stdin; select $é$\n1\n\\.\n$é$;",
         "1:27 this dollar quote is never closed" + line},
        {"copy t from stdin; /*\n1\n\\.\n*/", "1:20 this comment is never closed" + line},
        {"copy t from stdin; /* é */ /* /* */\n1\n\\.\n*/",
         "1:28 this comment is never closed" + line},
        {"copy t from stdin; select 'a'\n'b';\n\\.\n", "1:20" + statement},
    });
}

TEST_CASE("Behind the rows everything is as before") {
    check_cuts({
        {"copy t from stdin;\n'\n\\.\nselect 'é", "4:8 this string is never closed"},
        {"copy t from stdin;\n(\n\\.\nselect (1;", "4:8 this parenthesis is never closed"},
        {"copy t from stdin;\n1\n\\.\n/* c", "4:1 this comment is never closed"},
        {"copy t from stdin; select 2;\n1\n\\.\nselect $$",
         "4:8 this dollar quote is never closed"},
        {"copy t from stdin;\n1\n\\.\n\\.\n",
         "4:1 \\. is a psql command, not SQL: it ends the rows of a COPY … FROM stdin, and none is "
         "open here"},
        {"copy t from stdin; select 2; select E'a';\n1\n\\.\n'\\'; x",
         "copy t from stdin{1\n}|select 2|select E'a'|'\\'|x"},
    });
}
