#include "settings.hpp"

#include <charconv>
#include <map>
#include <stdexcept>

namespace runner::faults {

const char* const usage =
    R"(usage: proxy SERVER [--listen PORT] [--delay MICROSECONDS] [--fault FAULT]... [--away] [--guarded]

  SERVER   a port on 127.0.0.1, or the path of a unix socket
  FAULT    KIND:SIDE:UNIT:POSITION[:CONNECTION]
           KIND        cut, reset, half-close or stall
           SIDE        client or server: the side whose words are counted
           UNIT        byte or message
           POSITION    so many are passed on, then it happens
           CONNECTION  1 (the default) is the first one, 0 is every one
  --away     after a fault, new connections are closed at once
  --guarded  end when standard input ends

The first line of output is the port. SIGTERM ends it; the last line says in JSON what passed:
"watched" is the connection the first fault is for, "turnarounds" how often the server spoke after
the client had.
)";

namespace {

template <typename Number>
Number number_from(const std::string& word) {
    Number number{};
    const auto* const end = word.data() + word.size();
    const auto [rest, error] = std::from_chars(word.data(), end, number);
    if (error != std::errc{} || rest != end) {
        throw std::invalid_argument("'" + word + "' is no number");
    }
    return number;
}

template <typename Meaning>
Meaning one_of(const std::map<std::string, Meaning>& names, const std::string& word) {
    const auto found = names.find(word);
    if (found == names.end()) {
        throw std::invalid_argument("'" + word + "' is none of the words that may stand there");
    }
    return found->second;
}

Fault fault_from(const std::string& text) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == ':') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    if (parts.size() < 4 || parts.size() > 5) {
        throw std::invalid_argument("'" + text + "' is no fault");
    }
    Fault fault;
    fault.kind = one_of<Fault::Kind>(
        {{"cut", Fault::Kind::cut},
         {"reset", Fault::Kind::reset},
         {"half-close", Fault::Kind::half_close},
         {"stall", Fault::Kind::stall}},
        parts[0]
    );
    fault.side = one_of<Side>({{"client", Side::client}, {"server", Side::server}}, parts[1]);
    fault.unit = one_of<Fault::Unit>(
        {{"byte", Fault::Unit::bytes}, {"message", Fault::Unit::messages}}, parts[2]
    );
    fault.position = number_from<std::uint64_t>(parts[3]);
    if (parts.size() == 5) {
        fault.connection = number_from<std::uint64_t>(parts[4]);
    }
    return fault;
}

} // namespace

Settings settings_from(const std::vector<std::string>& words) {
    Settings settings;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto& word = words[at];
        const auto value = [&]() -> const std::string& {
            if (++at == words.size()) {
                throw std::invalid_argument(word + " needs a value");
            }
            return words[at];
        };
        if (word == "--listen") {
            settings.port = number_from<std::uint16_t>(value());
        } else if (word == "--delay") {
            settings.delay = std::chrono::microseconds(number_from<std::int64_t>(value()));
        } else if (word == "--fault") {
            settings.faults.push_back(fault_from(value()));
        } else if (word == "--away") {
            settings.away = true;
        } else if (word == "--guarded") {
            settings.guarded = true;
        } else if (settings.server.empty() && !word.starts_with('-')) {
            settings.server = word;
        } else {
            throw std::invalid_argument("'" + word + "' is not understood");
        }
    }
    if (settings.server.empty()) {
        throw std::invalid_argument("which server?");
    }
    return settings;
}

} // namespace runner::faults
