#include "catalog/writing.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <utility>

namespace runner::catalog {
namespace {

constexpr int names_not_null = 180'000;

std::string key(std::string_view schema, std::string_view name) {
    return std::string(schema) + '\0' + std::string(name);
}

/// Whether `part` is said within `other`, or within what `other` is a column of.
bool is_whole_of(const Object& other, const Object& part) {
    if (other.schema != part.schema) {
        return false;
    }
    if (other.kind == Kind::column) {
        return other.parent == part.parent;
    }
    return (other.kind == Kind::table || other.kind == Kind::foreign_table ||
            other.kind == Kind::domain) &&
           other.name == part.parent;
}

/// A statement's first line stands apart from the one before it when either is longer.
bool needs_space(const std::string& text, const std::string& statement) {
    return !text.empty() && statement.find('\n') != std::string::npos;
}

} // namespace

Writing::Writing(const Catalog& catalog, const DumpStyle& style)
    : catalog_(catalog), style_(style), written_(catalog.objects.size(), false) {
    for (std::size_t place = 0; place < catalog.objects.size(); ++place) {
        const auto& object = catalog.objects[place];
        by_address_.emplace(title(object), place);
        if (!object.parent.empty()) {
            parts_[key(object.schema, object.parent)].push_back(place);
        }
        if (object.kind == Kind::sequence && object.has("identity")) {
            identities_.emplace(object.value("owned_by"), place);
        }
        if (catalog.server_version >= names_not_null) {
            const auto name = object.kind == Kind::constraint ? std::string_view(object.name)
                                                              : object.value("not_null_constraint");
            if (!name.empty()) {
                constraint_names_.insert(key(object.schema, name));
            }
        }
    }
}

void Writing::add(const std::string& statement) {
    text_ += needs_space(text_, statement) ? "\n" : "";
    text_ += statement;
    text_ += ";\n";
}

void Writing::create(const Object& object, const std::string& statement) {
    add(statement);
    add_common(object);
}

void Writing::remark(std::string_view text) {
    text_ += "-- ";
    for (const char letter : text) {
        text_ += letter == '\n' || letter == '\r' ? ' ' : letter;
    }
    text_ += '\n';
}

const std::vector<std::size_t>& Writing::parts(const Object& object) const {
    static const std::vector<std::size_t> none;
    const auto found = parts_.find(key(object.schema, object.name));
    return found == parts_.end() ? none : found->second;
}

const Object* Writing::sequence_of(const Object& column) const {
    const auto found = identities_.find(address(column));
    return found == identities_.end() ? nullptr : &catalog_.objects[found->second];
}

const Object* Writing::find(Kind kind, std::string_view schema, std::string_view name) const {
    const auto found =
        by_address_.find(std::string(kind_name(kind)) + " " + qualified(schema, name));
    return found == by_address_.end() ? nullptr : &catalog_.objects[found->second];
}

bool Writing::is_ready(std::size_t place) const {
    const auto& object = catalog_.objects[place];
    return std::all_of(object.depends_on.begin(), object.depends_on.end(), [&](std::size_t needed) {
        const auto& other = catalog_.objects[needed];
        return is_whole_of(other, object) || written_[needed];
    });
}

bool Writing::is_constraint_name(std::string_view schema, std::string_view name) const {
    return constraint_names_.contains(key(schema, name));
}

void Writing::add_common(const Object& object) {
    const auto& facts = member(object.kind);
    const auto what = std::string(facts.noun) + " " + address(object);
    if (style_.owners && object.has("owner") && !object.has("identity")) {
        add("ALTER " + what + " OWNER TO " + quote_name(object.value("owner")));
    }
    if (style_.privileges && object.has("privileges")) {
        add_privileges(object);
    }
    if (object.has("comment")) {
        const auto text = object.value("comment");
        add("COMMENT ON " + what + " IS " + literal(text));
    }
    if (object.has("index_comment")) {
        add("COMMENT ON INDEX " + qualified(object.schema, object.name) + " IS " +
            literal(object.value("index_comment")));
    }
    for (const auto& label : lines_of(object.value("security_labels"))) {
        const auto provider = label.substr(0, label.find(' '));
        add(fmt::format(
            "SECURITY LABEL FOR {} ON {} IS {}", provider, what, label.substr(provider.size() + 1)
        ));
    }
}

void Writing::add_privileges(const Object& object) {
    const auto& facts = member(object.kind);
    auto target = address(object);
    std::string columns;
    if (object.kind == Kind::column) {
        columns = " (" + quote_name(object.name) + ")";
        target = qualified(object.schema, object.parent);
    }
    for (const auto& line : lines_of(object.value("privileges"))) {
        const bool grants = line.starts_with("GRANT ");
        const auto words = line.find(grants ? " TO " : " FROM ");
        auto rest = line.substr(words);
        auto rights = line.substr(0, words);
        for (auto comma = rights.find(','); !columns.empty() && comma != std::string::npos;
             comma = rights.find(',', comma + columns.size() + 1)) {
            rights.insert(comma, columns);
        }
        const auto grantor_at = rest.rfind(" GRANTED BY ");
        const auto grantor =
            grantor_at == std::string::npos ? std::string() : rest.substr(grantor_at + 12);
        rest = rest.substr(0, grantor_at);
        if (!style_.owners && rest == " FROM " + quote_name(object.value("owner"))) {
            rest = " FROM CURRENT_USER"; // who loads the script owns it all
        }
        // Only a session of the grantor's own can say so.
        if (!grantor.empty() && style_.owners) {
            add("SET SESSION AUTHORIZATION " + grantor);
        }
        add(fmt::format("{}{} ON {} {}{}", rights, columns, facts.grant_noun, target, rest));
        if (!grantor.empty() && style_.owners) {
            add("RESET SESSION AUTHORIZATION");
        }
    }
}

std::string Writing::take() {
    return std::exchange(text_, {});
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    bool in_quotes = false;
    std::string line;
    for (const char letter : text) {
        in_quotes = in_quotes != (letter == '"' || letter == '\'');
        if (letter == '\n' && !in_quotes) {
            lines.push_back(std::exchange(line, {}));
        } else {
            line += letter;
        }
    }
    if (!line.empty()) {
        lines.push_back(line);
    }
    return lines;
}

} // namespace runner::catalog
