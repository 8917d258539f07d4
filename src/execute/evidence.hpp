// Whether a statement took effect, read from the catalogs.
//
// A statement that cannot run in a transaction block cannot commit together with its journal row
// either. What is known is what was there before it was sent, noted in that row, and what is there
// now. Names are looked up as the file's search_path says; nothing else depends on the session.
#pragma once

#include "parse/statement_subject.hpp"
#include "pg/connection.hpp"

#include <optional>
#include <string>
#include <vector>

namespace runner {

struct Finding {
    enum class Verdict {
        done,
        not_done, ///< nothing of it is there
        broken,   ///< part of it is there
        unknown,
    };

    Verdict verdict = Verdict::unknown;
    std::string words;                ///< "index public.t_a is INVALID"
    std::vector<std::string> repairs; ///< broken: statements, each outside a transaction
    /// Behind the repairs it is done; otherwise not done.
    bool repairs_finish = false;
};

class Evidence {
public:
    explicit Evidence(pg::Connection& connection) : connection_(connection) {}

    /// What look() will compare with; empty when it needs nothing.
    [[nodiscard]] std::optional<std::string> note(const Subject& subject);

    /// After an attempt. `noted` may be missing: older runners did not write any.
    [[nodiscard]] Finding look(const Subject& subject, const std::optional<std::string>& noted);

    /// The INVALID index that `IF NOT EXISTS` would take for the wanted one.
    [[nodiscard]] std::optional<Finding> index_in_the_way(const Subject& subject);

    /// The indexes that the statement makes or rebuilds, as oid[]; empty when it is no such.
    [[nodiscard]] std::string indexes_of(const Subject& subject);
    /// The names of those among `indexes`, an oid[], that are INVALID.
    [[nodiscard]] std::vector<std::string> invalid_among(const std::string& indexes);

private:
    Finding look_at_created_index(const Subject&, const std::optional<std::string>& noted);
    Finding look_at_dropped_index(const Subject&, const std::optional<std::string>& noted);
    Finding look_at_reindex(const Subject&, const std::optional<std::string>& noted);
    Finding look_at_partition(const Subject&, const std::optional<std::string>& noted);
    Finding look_at_presence(const Subject&, const std::optional<std::string>& noted);
    std::string note_reindex(const Subject&);
    bool is_present(const Subject&);

    pg::Connection& connection_;
};

} // namespace runner
