// For recording_sql(): how long a step has taken.
#pragma once

namespace runner {

/// Milliseconds since the transaction began.
inline constexpr const char* since_begin =
    "(pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() operator(pg_catalog.-) "
    "pg_catalog.transaction_timestamp()) operator(pg_catalog.*) "
    "1000::pg_catalog.float8)::pg_catalog.int8";

} // namespace runner
