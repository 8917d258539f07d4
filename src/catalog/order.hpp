// In which order a script makes the objects of a catalog.
#pragma once

#include <runner/catalog.hpp>

#include <cstddef>
#include <vector>

namespace runner::catalog {

/// One thing to write.
struct Task {
    enum class Step {
        make,     ///< the object itself
        own,      ///< a sequence's OWNED BY
        attach,   ///< a partition, to what it is a part of; the loose members of a family
        stand_in, ///< a view that goes round in a circle, without its query
        again,    ///< the same view with it
        fill,     ///< the rows of a materialized view
    };

    std::size_t place = 0; ///< in Catalog::objects
    Step step = Step::make;
};

/// Every task behind those it needs; among what is possible, by kind and name. What is said as part
/// of another object (columns) has no task. Throws Error{usage} when there is no such order.
[[nodiscard]] std::vector<Task> ordered(const Catalog& catalog);

} // namespace runner::catalog
