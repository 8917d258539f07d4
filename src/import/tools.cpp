#include "import/tool.hpp"

namespace runner::foreign {

const std::vector<Tool>& tools() {
    static const std::vector<Tool> all = {
        alembic(),
        dbmate(),
        flyway(),
        golang_migrate(),
        goose(),
        node_pg_migrate(),
        rails(),
        refinery(),
        sqitch(),
        sqlx(),
        tern()};
    return all;
}

} // namespace runner::foreign
