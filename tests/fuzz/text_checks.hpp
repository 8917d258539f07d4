// Pieces of the promises that statements and scripts share.
#pragma once

#include "promises.hpp"

#include <runner/error.hpp>
#include <runner/migration.hpp>

#include <string>
#include <string_view>

namespace runner::fuzz {

inline void promise(bool kept, const char* what) {
    if (!kept) {
        throw BrokenPromise(what);
    }
}

/// Reading a byte behind the end is a crash.
[[nodiscard]] Text tight_text(std::string_view bytes);

/// An error of ours says where in the text something is wrong.
void check_error(const Error& error, std::string_view text);

/// With CRLF as LF.
[[nodiscard]] std::string with_line_feeds(std::string_view text);

} // namespace runner::fuzz
