// Prints where PostgreSQL's own grammar ends the statements of a file: one JSON object for each,
// with the keys of `runner split --format json` that say so. tests/field/real_sql.py compares them.
//
// usage: split_by_server_parser FILE     exit status 1 when the grammar does not take the file
#include "copy_block.hpp"
#include "judge.hpp"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

namespace runner::fuzz {
namespace {

void print(const JudgedStatement& statement, const CopyBlock* block) {
    std::printf(
        R"({"start":%zu,"end":%zu)",
        statement.span.offset,
        statement.span.offset + statement.span.length
    );
    if (block != nullptr) {
        std::printf(
            R"(,"data_start":%zu,"data_end":%zu)",
            block->rows.offset,
            block->rows.offset + block->rows.length
        );
    }
    std::puts("}");
}

int refuse(const std::string& reason) {
    std::fprintf(stderr, "%s\n", reason.c_str());
    return 1;
}

int run(const char* path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file) {
        return refuse("cannot read " + std::string(path));
    }
    const auto for_judge = with_hidden_rows(text);
    const auto judgement = judge(for_judge);
    if (!judgement.accepted()) {
        return refuse(judgement.refusal);
    }
    const auto blocks = copy_blocks(text, judgement);
    if (!blocks || !rows_are_hidden(text, for_judge, *blocks)) {
        return refuse("where the rows of its COPYs are is not clear");
    }
    auto block = blocks->begin();
    for (const auto& statement : judgement.statements) {
        print(statement, statement.reads_rows ? &*block++ : nullptr);
    }
    return 0;
}

} // namespace
} // namespace runner::fuzz

int main(int count, char** words) {
    if (count != 2) {
        std::fputs("usage: split_by_server_parser FILE\n", stderr);
        return 2;
    }
    return runner::fuzz::run(words[1]);
}
