// What a branch does to the migrations of the branch it is going to be merged into. Pure.
#pragma once

#include "review/tree.hpp"

#include <runner/integrity.hpp>
#include <runner/options.hpp>

#include <string>

namespace runner {

struct Branches {
    std::string base;  ///< as it was called: "origin/main"
    Tree here;         ///< the files on the disk
    Tree base_now;     ///< at the tip of the base
    Tree base_at_fork; ///< where the two parted
};

/// Up and down files only: verify scripts and repeatables are meant to change.
[[nodiscard]] Review review_branch(const Branches& branches, Options::Late late);

} // namespace runner
