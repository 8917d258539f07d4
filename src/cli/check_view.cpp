#include "cli/check_view.hpp"

#include "cli/github.hpp"
#include "cli/text.hpp"

#include <spdlog/fmt/fmt.h>

#include <string_view>

namespace runner::cli {
namespace {

std::string what_was_done(const Checked& checked) {
    switch (checked.result) {
    case Checked::Result::passed:
        return checked.verified ? ", verified" : "";
    case Checked::Result::found:
        return "";
    case Checked::Result::irreversible:
        return ": only up was run: " + hanging(checked.reason);
    case Checked::Result::unproved:
        return ": not proved: " + hanging(checked.reason);
    case Checked::Result::not_reached:
        return ": not checked: " + hanging(checked.reason);
    }
    return "";
}

std::string_view word_for(Checked::Result result) {
    switch (result) {
    case Checked::Result::passed:
        return "ok";
    case Checked::Result::found:
        return "found";
    case Checked::Result::irreversible:
        return "one way";
    case Checked::Result::unproved:
    case Checked::Result::not_reached:
        return "-";
    }
    return "";
}

std::string place(const Location& location) {
    auto text = printable(location.file.string());
    if (location.position.line > 0) {
        text += fmt::format(":{}:{}", location.position.line, location.position.column);
    }
    return text + ": ";
}

std::string with_details(const CheckFinding& finding) {
    auto text = finding.message;
    for (const auto& line : finding.details) {
        text += "\n" + line;
    }
    return text;
}

std::string xml(std::string_view text) {
    std::string result;
    for (const char letter : text) {
        switch (letter) {
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '&':
            result += "&amp;";
            break;
        case '"':
            result += "&quot;";
            break;
        default:
            result += letter;
        }
    }
    return result;
}

/// Printable first: XML has no way to write most control characters.
std::string xml_lines(std::string_view text) {
    std::string result;
    for (const auto& line : printable_lines(text)) {
        result += (result.empty() ? "" : "\n") + xml(line);
    }
    return result;
}

std::string test_case(const Checked& checked) {
    const std::chrono::duration<double> seconds = checked.took;
    auto text = fmt::format(
        "    <testcase classname=\"runner.check\" name=\"{}\" time=\"{:.3f}\"",
        xml(printable(checked.label)),
        seconds.count()
    );
    if (checked.result == Checked::Result::passed && checked.notes.empty()) {
        return text + "/>\n";
    }
    text += ">\n";
    for (const auto& finding : checked.findings) {
        text += fmt::format(
            "      <failure type=\"{}\" message=\"{}\">{}{}</failure>\n",
            check_name(finding.kind),
            xml(printable(finding.message)),
            finding.location ? xml(place(*finding.location)) : "",
            xml_lines(with_details(finding))
        );
    }
    if (!checked.reason.empty()) {
        text += fmt::format("      <skipped message=\"{}\"/>\n", xml(printable(checked.reason)));
    }
    for (const auto& note : checked.notes) {
        text += fmt::format("      <system-out>{}</system-out>\n", xml_lines(note));
    }
    return text + "    </testcase>\n";
}

} // namespace

std::string checked_text(const Checked& checked) {
    auto text = fmt::format(
        "{:<8} {}{}\n", word_for(checked.result), printable(checked.label), what_was_done(checked)
    );
    for (const auto& finding : checked.findings) {
        text += "  " + (finding.location ? place(*finding.location) : "") +
                hanging(finding.message) + "\n";
        for (const auto& line : finding.details) {
            text += "    " + printable(line) + "\n";
        }
    }
    for (const auto& note : checked.notes) {
        text += "  note: " + hanging(note) + "\n";
    }
    return text;
}

std::string checked_annotations(const Checked& checked) {
    std::string text;
    for (const auto& finding : checked.findings) {
        text += annotation(
            AnnotationLevel::error,
            "runner: " + std::string(check_name(finding.kind)),
            with_details(finding),
            finding.location
        );
    }
    for (const auto& note : checked.notes) {
        text += annotation(
            AnnotationLevel::notice, "runner: check", checked.label + ": " + note, std::nullopt
        );
    }
    return text;
}

std::string junit_report(const std::vector<Checked>& checked) {
    std::size_t failures = 0;
    std::size_t skipped = 0;
    std::string cases;
    std::chrono::duration<double> seconds{0};
    for (const auto& file : checked) {
        failures += file.findings.empty() ? 0 : 1;
        skipped += file.reason.empty() ? 0 : 1;
        seconds += file.took;
        cases += test_case(file);
    }
    const auto counts = fmt::format(
        "tests=\"{}\" failures=\"{}\" skipped=\"{}\" time=\"{:.3f}\"",
        checked.size(),
        failures,
        skipped,
        seconds.count()
    );
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {0}>\n"
        "  <testsuite name=\"runner check\" errors=\"0\" {0}>\n{1}  </testsuite>\n</testsuites>\n",
        counts,
        cases
    );
}

} // namespace runner::cli
