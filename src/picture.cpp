#include "program/program.hpp"

#include <runner/error.hpp>
#include <runner/picture.hpp>

#include <spdlog/fmt/fmt.h>

#include <utility>

namespace runner {

std::string drawn_as_svg(std::string_view graph) {
    const std::string advice = "install graphviz, or draw what --dot prints elsewhere";
    auto drawn = program::run({"dot", "-Tsvg"}, program::own_environment(), graph, advice);
    if (drawn.status != 0) {
        const auto& words = drawn.complaint;
        Error error(
            ErrorKind::usage,
            fmt::format("dot failed ({}): {}", drawn.status, words.substr(0, words.find('\n')))
        );
        error.say_advice(advice);
        throw error;
    }
    return std::move(drawn.output);
}

} // namespace runner
