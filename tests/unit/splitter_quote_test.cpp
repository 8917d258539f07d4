// Where dollar quotes and quoted names end.
#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

/// In splitter_test.cpp.
void check_cuts(const std::vector<std::pair<std::string, std::string>>& cases);

TEST_CASE("Dollar quotes hide everything up to their own tag") {
    check_cuts({
        {"select $$;$$;", "select $$;$$"},
        {"select $$$$;x", "select $$$$|x"},
        {"select $$a$$$$;$$;x", "select $$a$$$$;$$|x"},
        {"select $a$;$$;$a$; select 2", "select $a$;$$;$a$|select 2"},
        {"select $a$;$A$;$a$;", "select $a$;$A$;$a$"},
        {"select $A$;$a$;$A$;x", "select $A$;$a$;$A$|x"},
        {"select $a$;$ab$;$a$;", "select $a$;$ab$;$a$"},
        {"select $ab$;$a$;$b$;$ab$;x", "select $ab$;$a$;$b$;$ab$|x"},
        {"select $a$ $a$a$;", "select $a$ $a$a$"},
        {"select $a$;$a;a$;$a$;x", "select $a$;$a;a$;$a$|x"},
        {"select $a$;$ a$;$a $;$a$;x", "select $a$;$ a$;$a $;$a$|x"},
        {"select $a$x$a$;select $b$;$b$;x", "select $a$x$a$|select $b$;$b$|x"},
        {"select $a$;b$a$;x", "select $a$;b$a$|x"},
        {"select $a$;$$a$;x", "select $a$;$$a$|x"},
        {"select $$;$a$$;x", "select $$;$a$$|x"},
        {"select $é$;$é$;", "select $é$;$é$"},
        {"select $é$;$e$;$É$;$é$;x", "select $é$;$e$;$É$;$é$|x"},
        {"select $日本$;$日$;$日本$;x", "select $日本$;$日$;$日本$|x"},
        {"select $a🙂1_$;$a$;$a🙂1_$;x", "select $a🙂1_$;$a$;$a🙂1_$|x"},
        {"select $_1$;$_1$;", "select $_1$;$_1$"},
        {"select $_$;$_$;x", "select $_$;$_$|x"},
        {"select $$ $x$ ' \" /* -- \\ $$; select 2", "select $$ $x$ ' \" /* -- \\ $$|select 2"},
        {"select $a$$b$;$a$;", "select $a$$b$;$a$"},
        {"select $a$ $b$a$;select $c$;$c$;", "select $a$ $b$a$|select $c$;$c$"},
        {"select $$a\r\n;\nb\r;$$;x", "select $$a\r\n;\nb\r;$$|x"},
        {"select $a$ begin atomic; $a$;x", "select $a$ begin atomic; $a$|x"},
        {"select $a$\ncopy t from stdin;\n$a$;x", "select $a$\ncopy t from stdin;\n$a$|x"},
        {"select $a$\n\\i x;\n$a$;x", "select $a$\n\\i x;\n$a$|x"},
        {"do $$ begin; end $$;", "do $$ begin; end $$"},
        {"do $a$ begin execute $b$ select 1; $b$; end; $a$; x",
         "do $a$ begin execute $b$ select 1; $b$; end; $a$|x"},
        {"create function f() returns int as $$ select 1; $$ language sql; x",
         "create function f() returns int as $$ select 1; $$ language sql|x"},
        {"select+$$;$$;x", "select+$$;$$|x"},
        {"select ($$;$$);x", "select ($$;$$)|x"},
        {"select 'a'$$;$$;x", "select 'a'$$;$$|x"},
        {"select \"a\"$$;$$;x", "select \"a\"$$;$$|x"},
    });
}

TEST_CASE("A dollar inside a name, or before a digit, opens nothing") {
    check_cuts({
        {"select $1; select $2;", "select $1|select $2"},
        {"select $1$; select 2;", "select $1$|select 2"},
        {"select $1$$;$$;x", "select $1$$;$$|x"},
        {"select $1,$2;x", "select $1,$2|x"},
        {"select a$b$c; select d$;", "select a$b$c|select d$"},
        {"select a$b$;select $b$;$b$;x", "select a$b$|select $b$;$b$|x"},
        {"select a$$; select b$$;", "select a$$|select b$$"},
        {"select a1$$;select b_$$;x", "select a1$$|select b_$$|x"},
        {"select é$$; select 2", "select é$$|select 2"},
        {"select 1$a$;$a$;", "select 1$a$;$a$"},
        {"select 1.e5$$(;$$;x", "select 1.e5$$(;$$|x"},
        {"select 1.5e5$$;$$;x", "select 1.5e5$$;$$|x"},
        {"select t.e5$$;select $$;$$;x", "select t.e5$$|select $$;$$|x"},
        {"select t1.e5$$;select $$;$$;x", "select t1.e5$$|select $$;$$|x"},
        {"select 1.a5$$;select $$;$$;x", "select 1.a5$$|select $$;$$|x"},
        {"select $1a$ ; a$;", "select $1a$|a$"},
        {"select $ a$;", "select $ a$"},
        {"select $a b$; c$;x", "select $a b$|c$|x"},
        {"select $a-$;$;x", "select $a-$|$|x"},
        {"select $a; select b$", "select $a|select b$"},
        {"select $$a$$b$$;select $$;$$;x", "select $$a$$b$$|select $$;$$|x"},
    });
}

TEST_CASE("A dollar in a name says nothing about the dollars in front of it") {
    for (const std::string head : {
             "select ",
             "do ",
             "create function f() as ",
             "create or replace procedure p(a int, b text) as ",
             "create function atomic() as ",
             "copy t from ",
             "alter table t add a text default ",
         }) {
        for (const std::string body : {"$$;$$", "$a$;$a$", "a$b, $$;$$", "$1, $b$;$b$, $c$;$c$"}) {
            auto statement = head;
            statement.append(body).append(" set a = a$b");
            const auto two_statements = statement + "; x";
            check_cuts({{two_statements, statement + "|x"}});
        }
    }
}

TEST_CASE("Quoted names hide semicolons") {
    check_cuts({
        {"select \";\";", "select \";\""},
        {"select \"a\"\";\"; select 2", "select \"a\"\";\"|select 2"},
        {"select \"\"\";\"\"\";x", "select \"\"\";\"\"\"|x"},
        {"select \"\";x", "select \"\"|x"},
        {"select \"'\"; select 2", "select \"'\"|select 2"},
        {"select \"--\";select \"/*\";x", "select \"--\"|select \"/*\"|x"},
        {"select \"$$\"; select \"$$\"", "select \"$$\"|select \"$$\""},
        {"select \"(\"; select \")\"", "select \"(\"|select \")\""},
        {"select \"a\n;\r\n;b\";x", "select \"a\n;\r\n;b\"|x"},
        {"select \"é;🙂\".\";\";x", "select \"é;🙂\".\";\"|x"},
        {"select \"\\\"; select 2", "select \"\\\"|select 2"},
        {"select U&\"\\0061;\" uescape '!';", "select U&\"\\0061;\" uescape '!'"},
        {"select u&\"d!0061t;a\"\";\" uescape '!';x", "select u&\"d!0061t;a\"\";\" uescape '!'|x"},
        {"select U&\"\\\"; select 2", "select U&\"\\\"|select 2"},
        {"select U& \";\"; select 2", "select U& \";\"|select 2"},
        {"select xu&\";\"; select 2", "select xu&\";\"|select 2"},
        {"select a\";\"b;x", "select a\";\"b|x"},
        {"select E\"\\\";x", "select E\"\\\"|x"},
        {"select \"a\"\n\"\\\";x", "select \"a\"\n\"\\\"|x"},
        {"create table \"select 1; select 2\" (\"a;b\" int); x",
         "create table \"select 1; select 2\" (\"a;b\" int)|x"},
    });
}
