// A script while it grows: what the kinds add their statements to, and ask about the objects around
// them.
#pragma once

#include "catalog/member.hpp"
#include "catalog/names.hpp"

#include <runner/catalog.hpp>
#include <runner/dump.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace runner::catalog {

class Writing {
public:
    /// The catalog outlives it.
    Writing(const Catalog& catalog, const DumpStyle& style);

    /// One statement, without its semicolon.
    void add(const std::string& statement);
    /// The statement that makes `object`, and what is common to all kinds.
    void create(const Object& object, const std::string& statement);
    /// A line of prose.
    void remark(std::string_view text);

    /// Owner, privileges, comment and security labels, as all kinds have them.
    void add_common(const Object& object);

    /// What is part of `object`, in the order of the catalog.
    [[nodiscard]] const std::vector<std::size_t>& parts(const Object& object) const;

    [[nodiscard]] const Object& at(std::size_t place) const { return catalog_.objects[place]; }

    /// The sequence behind an identity column; null when it has none of its own.
    [[nodiscard]] const Object* sequence_of(const Object& column) const;
    [[nodiscard]] const Object*
    find(Kind kind, std::string_view schema, std::string_view name) const;

    /// Whether all that `place` needs but its own table is written already, so that it can be said
    /// with its table.
    [[nodiscard]] bool is_ready(std::size_t place) const;

    /// Whether a constraint has this name by more than the server's choice. Since 18, when NOT NULL
    /// has a name, the server then chooses another one.
    [[nodiscard]] bool is_constraint_name(std::string_view schema, std::string_view name) const;

    void mark_written(std::size_t place) { written_[place] = true; }

    [[nodiscard]] bool is_written(std::size_t place) const { return written_[place]; }

    [[nodiscard]] const DumpStyle& style() const { return style_; }

    /// What was added since the last call.
    [[nodiscard]] std::string take();

private:
    void add_privileges(const Object& object);

    const Catalog& catalog_;
    const DumpStyle& style_;
    std::string text_;
    std::vector<bool> written_;
    std::unordered_map<std::string, std::vector<std::size_t>> parts_;
    std::unordered_map<std::string, std::size_t> identities_;
    std::unordered_map<std::string, std::size_t> by_address_;
    std::unordered_set<std::string> constraint_names_;
};

/// The lines of a text in which quoted names may hold line breaks.
[[nodiscard]] std::vector<std::string> lines_of(std::string_view text);

} // namespace runner::catalog
