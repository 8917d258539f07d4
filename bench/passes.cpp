#include "passes.hpp"

#include "cpu_clock.hpp"
#include "parse/parser.hpp"

#include <runner/files.hpp>

#include <cstring>
#include <stdexcept>

namespace runner::bench {
namespace {

Work done(const CpuClock& clock, std::uint64_t bytes, std::uint64_t statements) {
    return {clock.seconds(), clock.system_seconds(), bytes, statements};
}

Work split_only(const std::filesystem::path& file) {
    const auto text = read_text(file);
    const CpuClock clock;
    StatementReader reader(text, file);
    std::uint64_t statements = 0;
    while (reader.next()) {
        ++statements;
    }
    return done(clock, text.view().size(), statements);
}

Work split_with_fingerprint(const std::filesystem::path& file) {
    const auto script = read_script(file, read_text(file), ScriptKind::up);
    const CpuClock clock;
    const auto body = read_body(script);
    return done(clock, script.text.view().size(), body.statements);
}

Work read_whole_file(const std::filesystem::path& file) {
    const CpuClock clock;
    const auto script = read_script(file, read_text(file), ScriptKind::up);
    const auto body = read_body(script);
    return done(clock, script.text.view().size(), body.statements);
}

Work find_nothing(const std::filesystem::path& file) {
    const auto text = read_text(file);
    const auto bytes = text.view();
    const CpuClock clock;
    // read_text() has refused files with such a byte.
    if (std::memchr(bytes.data(), '\0', bytes.size()) != nullptr) {
        throw std::runtime_error("a NUL byte in a text");
    }
    return done(clock, bytes.size(), 0);
}

} // namespace

const std::vector<Pass>& passes() {
    static const std::vector<Pass> all{
        {"split", "statements only", split_only},
        {"fingerprint", "statements and fingerprint, as before a run", split_with_fingerprint},
        {"file", "reading, checks, checksum, statements, fingerprint", read_whole_file},
        {"scanner", "libpg_query's split with its scanner", scan_with_libpg_query},
        {"memchr", "a search for a byte that is not there", find_nothing},
    };
    return all;
}

} // namespace runner::bench
