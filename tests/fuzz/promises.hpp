// What the parser promises for every text, however broken. The fuzzing targets look for a text that
// breaks one; the replay shows that none of the corpus does.
#pragma once

#include <stdexcept>
#include <string_view>

namespace runner::fuzz {

class BrokenPromise : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

/// Statements and fingerprint of `bytes`. Throws BrokenPromise.
void check_splitting(std::string_view bytes);

/// Header and body of a file: the first byte chooses its kind, the others are its text. Throws
/// BrokenPromise.
void check_script(std::string_view bytes);

} // namespace runner::fuzz
