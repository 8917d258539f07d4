#include "production.hpp"

#include "sql_grammar.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace runner::fuzz {
namespace {

constexpr std::array lexicals = {
    Lexical{"name", &TokenWriter::name},
    Lexical{"label", &TokenWriter::label},
    Lexical{"bare_label", &TokenWriter::bare_label},
    Lexical{"function_name", &TokenWriter::function_name},
    Lexical{"plain_string", &TokenWriter::plain_string},
    Lexical{"string", &TokenWriter::string_constant},
    Lexical{"body_string", &TokenWriter::body_string},
    Lexical{"bits", &TokenWriter::bits},
    Lexical{"national_string", &TokenWriter::national_string},
    Lexical{"integer", &TokenWriter::integer},
    Lexical{"number", &TokenWriter::number},
    Lexical{"parameter", &TokenWriter::parameter},
    Lexical{"infix_operator", &TokenWriter::infix_operator},
    Lexical{"prefix_operator", &TokenWriter::prefix_operator},
    Lexical{"named_operator", &TokenWriter::named_operator},
    Lexical{"signs", &TokenWriter::signs},
};

const std::vector<GrammarRule>& sql_grammar() {
    static const auto grammar = [] {
        std::vector<GrammarRule> rules;
        for (const auto& part : {query_grammar(), statement_grammar()}) {
            rules.insert(rules.end(), part.begin(), part.end());
        }
        return rules;
    }();
    return grammar;
}

template <typename Table>
std::size_t index_of(const Table& table, std::string_view name) {
    const auto found = std::find_if(table.begin(), table.end(), [&](const auto& each) {
        return each.name == name;
    });
    return static_cast<std::size_t>(found - table.begin());
}

Symbol symbol_from(std::string_view word) {
    Symbol symbol;
    if (word.starts_with('~')) {
        symbol.glued = true;
        word.remove_prefix(1);
    }
    if (word.size() > 2 && word.front() == '<' && word.back() == '>') {
        const auto name = word.substr(1, word.size() - 2);
        const auto lexical = index_of(lexicals, name);
        const auto rule = index_of(sql_grammar(), name);
        if (lexical < lexicals.size()) {
            symbol.what = &lexicals[lexical];
        } else if (rule < sql_grammar().size()) {
            symbol.what = RuleReference{rule};
        } else {
            throw std::logic_error("no rule " + std::string(name));
        }
    } else if (word.size() > 1 && word.front() == '#') {
        const auto found =
            std::find(construct_names.begin(), construct_names.end(), word.substr(1));
        if (found == construct_names.end()) {
            throw std::logic_error("no construct " + std::string(word));
        }
        symbol.what = static_cast<Construct>(found - construct_names.begin());
    } else if (word.front() >= 'a' && word.front() <= 'z') {
        symbol.what = Keyword{word};
    } else {
        symbol.what = Punctuation{word};
    }
    return symbol;
}

Production production_from(std::string_view words) {
    Production production;
    while (!words.empty()) {
        const auto end = std::min(words.find(' '), words.size());
        production.push_back(symbol_from(words.substr(0, end)));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return production;
}

std::vector<std::vector<Production>> read_productions() {
    std::vector<std::vector<Production>> rules;
    for (const auto& rule : sql_grammar()) {
        auto& productions = rules.emplace_back();
        for (const auto words : rule.productions) {
            productions.push_back(production_from(words));
        }
    }
    return rules;
}

} // namespace

const std::vector<std::vector<Production>>& productions() {
    static const auto all = read_productions();
    return all;
}

std::size_t rule_called(std::string_view name) {
    return index_of(sql_grammar(), name);
}

} // namespace runner::fuzz
