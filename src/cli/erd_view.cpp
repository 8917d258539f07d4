#include "cli/erd_view.hpp"

#include "cli/json_parts.hpp"
#include "cli/text.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <string_view>

namespace runner::cli {
namespace {

using catalog::Diagram;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// What is `public` goes without saying.
std::string shown_name(const Diagram::Table& table) {
    return table.schema == "public" ? table.name : table.schema + "." + table.name;
}

/// Mermaid knows no escapes in its quotes.
std::string in_quotes(std::string_view text) {
    auto shown = printable(text);
    std::ranges::replace(shown, '"', '\'');
    return '"' + shown + '"';
}

/// Mermaid takes letters, digits and a few signs: "numeric(12_2)", "timestamp_with_time_zone".
std::string as_word(std::string_view text, std::string_view signs) {
    std::string word = text.empty() || !is_letter(text.front()) ? "_" : "";
    for (const char c : text) {
        word += is_letter(c) || is_digit(c) || signs.find(c) != std::string_view::npos ? c : '_';
    }
    return word;
}

std::string keys_of(const Diagram::Column& column) {
    std::string keys;
    const auto add = [&](bool is, std::string_view key) {
        if (is) {
            keys.append(keys.empty() ? " " : ", ").append(key);
        }
    };
    add(column.primary_key, "PK");
    add(column.foreign_key, "FK");
    add(column.unique, "UK");
    return keys;
}

std::string in_html(std::string_view text) {
    std::string html;
    for (const char c : printable(text)) {
        switch (c) {
        case '&':
            html += "&amp;";
            break;
        case '<':
            html += "&lt;";
            break;
        case '>':
            html += "&gt;";
            break;
        case '"':
            html += "&quot;";
            break;
        default:
            html += c;
        }
    }
    return html;
}

/// For a string of DOT.
std::string in_dot_quotes(std::string_view text) {
    auto quoted = in_quotes(text);
    std::ranges::replace(quoted, '\\', '/');
    return quoted;
}

std::size_t place_of(const Diagram::Table& table, const std::string& column) {
    const auto found = std::ranges::find(table.columns, column, &Diagram::Column::name);
    return static_cast<std::size_t>(found - table.columns.begin());
}

} // namespace

std::string mermaid(const Diagram& diagram) {
    std::string text = "erDiagram\n";
    for (const auto& table : diagram.tables) {
        text += fmt::format("    {} {{\n", in_quotes(shown_name(table)));
        for (const auto& column : table.columns) {
            const auto name = as_word(column.name, "-");
            text += fmt::format(
                "        {} {}{}{}\n",
                as_word(column.type, "-[]()"),
                name,
                keys_of(column),
                name == column.name ? "" : " " + in_quotes(column.name)
            );
        }
        text += "    }\n";
    }
    for (const auto& reference : diagram.references) {
        text += fmt::format(
            "    {} {}--{} {} : {}\n",
            in_quotes(shown_name(diagram.tables[reference.to])),
            reference.optional ? "|o" : "||",
            reference.unique ? "o|" : "o{",
            in_quotes(shown_name(diagram.tables[reference.from])),
            in_quotes(fmt::format("{}", fmt::join(reference.from_columns, ", ")))
        );
    }
    return text;
}

std::string dot(const Diagram& diagram) {
    std::string text = "digraph tables {\n"
                       "    rankdir=RL;\n"
                       "    graph [fontname=\"Helvetica\", nodesep=0.4, ranksep=0.9];\n"
                       "    node [shape=plain, fontname=\"Helvetica\", fontsize=11];\n"
                       "    edge [dir=both, fontname=\"Helvetica\", fontsize=9];\n";
    for (std::size_t at = 0; at < diagram.tables.size(); ++at) {
        const auto& table = diagram.tables[at];
        text += fmt::format(
            "    t{} [label=<<TABLE BORDER=\"1\" CELLBORDER=\"0\" CELLSPACING=\"0\" "
            "CELLPADDING=\"4\">\n"
            "        <TR><TD COLSPAN=\"3\" BGCOLOR=\"#dde6f0\" PORT=\"t\"><B>{}</B></TD></TR>\n",
            at,
            in_html(shown_name(table))
        );
        for (std::size_t place = 0; place < table.columns.size(); ++place) {
            const auto& column = table.columns[place];
            text += fmt::format(
                "        <TR><TD ALIGN=\"LEFT\" PORT=\"l{0}\">{1}</TD><TD ALIGN=\"LEFT\">{2}{3}"
                "</TD><TD ALIGN=\"LEFT\" PORT=\"r{0}\">{4} </TD></TR>\n",
                place,
                column.primary_key ? "<B>" + in_html(column.name) + "</B>" : in_html(column.name),
                in_html(column.type),
                column.not_null ? "" : " ?",
                in_html(keys_of(column))
            );
        }
        text += "    </TABLE>>];\n";
    }
    for (const auto& reference : diagram.references) {
        const auto& from = diagram.tables[reference.from];
        const auto& to = diagram.tables[reference.to];
        text += fmt::format(
            "    t{}:l{} -> t{}:r{} [arrowtail={}, arrowhead={}, tooltip={}];\n",
            reference.from,
            place_of(from, reference.from_columns.front()),
            reference.to,
            place_of(to, reference.to_columns.front()),
            reference.unique ? "teeodot" : "crowodot",
            reference.optional ? "teeodot" : "teetee",
            in_dot_quotes(reference.name)
        );
    }
    return text + "}\n";
}

std::string json_erd(const Diagram& diagram) {
    Json json = {{"schema", 1}, {"command", "erd"}};
    auto& tables = json["tables"] = Json::array();
    for (const auto& table : diagram.tables) {
        Json columns = Json::array();
        for (const auto& column : table.columns) {
            columns.push_back(
                {{"name", column.name},
                 {"type", column.type},
                 {"not_null", column.not_null},
                 {"primary_key", column.primary_key},
                 {"unique", column.unique},
                 {"foreign_key", column.foreign_key}}
            );
        }
        tables.push_back(
            {{"schema", table.schema},
             {"name", table.name},
             {"comment", text_or_null(table.comment)},
             {"columns", std::move(columns)}}
        );
    }
    auto& references = json["references"] = Json::array();
    for (const auto& reference : diagram.references) {
        const auto name_of = [&](std::size_t place) {
            const auto& table = diagram.tables[place];
            return table.schema + "." + table.name;
        };
        references.push_back(
            {{"name", reference.name},
             {"from", name_of(reference.from)},
             {"from_columns", reference.from_columns},
             {"to", name_of(reference.to)},
             {"to_columns", reference.to_columns},
             {"optional", reference.optional},
             {"unique", reference.unique}}
        );
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace runner::cli
