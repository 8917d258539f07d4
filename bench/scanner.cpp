// libpg_query on the same text. Its result for a large file does not fit into memory, so it gets
// pieces that end where our own splitter found the end of a statement; copying them is not counted.
// The rows of a COPY are no SQL to it: they are left out, and their bytes are not counted either.
#include "cpu_clock.hpp"
#include "parse/parser.hpp"
#include "passes.hpp"

#include <runner/files.hpp>

#include <pg_query.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>

namespace runner::bench {
namespace {

// The size it is fastest with: its results stay in the cache.
constexpr std::size_t piece_size = 64000;

class Scanner {
public:
    void add(std::string_view sql) { piece_ += sql; }

    [[nodiscard]] bool is_full() const noexcept { return piece_.size() >= piece_size; }

    void scan() {
        const CpuClock clock;
        const std::unique_ptr<PgQuerySplitResult, void (*)(PgQuerySplitResult*)> result(
            new PgQuerySplitResult(pg_query_split_with_scanner(piece_.c_str())), free_result
        );
        if (result->error != nullptr) {
            throw std::runtime_error(std::string("libpg_query: ") + result->error->message);
        }
        work_.statements += static_cast<std::uint64_t>(result->n_stmts);
        work_.bytes += piece_.size();
        piece_.clear();
        work_.cpu_seconds += clock.seconds();
        work_.system_seconds += clock.system_seconds();
    }

    [[nodiscard]] const Work& work() const noexcept { return work_; }

private:
    static void free_result(PgQuerySplitResult* result) {
        pg_query_free_split_result(*result);
        delete result;
    }

    std::string piece_;
    Work work_;
};

} // namespace

Work scan_with_libpg_query(const std::filesystem::path& file) {
    const auto text = read_text(file);
    const auto bytes = text.view();
    Scanner scanner;
    std::size_t begin = 0;
    const auto add_up_to = [&](std::size_t end) {
        if (end > begin) {
            scanner.add(bytes.substr(begin, end - begin));
            begin = end;
        }
    };
    StatementReader reader(text, file);
    while (const auto statement = reader.next()) {
        // Before the statement, so that the semicolon of the last one belongs to the piece.
        add_up_to(statement->span.offset);
        if (scanner.is_full()) {
            scanner.scan();
        }
        if (statement->copy_data) {
            add_up_to(statement->copy_data->offset);
            const auto rows_end = statement->copy_data->offset + statement->copy_data->length;
            begin = std::min(bytes.find('\n', rows_end), bytes.size()); // behind the line `\.`
        }
    }
    add_up_to(bytes.size());
    scanner.scan();
    return scanner.work();
}

} // namespace runner::bench
