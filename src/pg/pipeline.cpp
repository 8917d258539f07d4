#include "pg/pipeline.hpp"

#include "pg/waiting.hpp"

#include <libpq-fe.h>

#include <utility>

namespace runner::pg {
namespace {

// Bounds what libpq keeps on this side: it holds every unanswered command.
constexpr std::size_t most_on_their_way = std::size_t{4} << 20;
constexpr std::size_t pushed_at_once = std::size_t{1} << 16;
// With many commands unanswered it does not matter whether an answer is read at once: most come
// alone, and to wake up for each costs more than to read it. A person sees no difference, and at
// the end nobody waits for us.
constexpr std::size_t crowd = 256;
constexpr std::size_t group = 32;
constexpr std::chrono::milliseconds between_readings{50};
constexpr std::chrono::milliseconds between_readings_of_group{5};
constexpr std::chrono::milliseconds between_readings_while_sending{10};
// More than this in between is a result that the server wants to get rid of.
constexpr std::size_t a_lot_to_read = 1024;
// What a command costs beside its text, here and on the wire.
constexpr std::size_t overhead = 128;

std::chrono::milliseconds pause_with(std::size_t unanswered, bool sending) {
    if (unanswered <= group) {
        return std::chrono::milliseconds(0);
    }
    if (unanswered <= crowd) {
        return between_readings_of_group;
    }
    return sending ? between_readings_while_sending : between_readings;
}

} // namespace

Pipeline::Pipeline(Connection& connection, Answered answered, Arrived arrived)
    : connection_(connection),
      answered_(std::move(answered)),
      arrived_(std::move(arrived)),
      suffix_("_" + std::to_string(++connection.pipelines_)) {}

Pipeline::~Pipeline() {
    connection_.interruptible_ = true;
    if (active_) {
        connection_.raw_.reset(nullptr);
    }
}

void Pipeline::enter() {
    if (!active_) {
        connection_.begin_command();
        if (PQenterPipelineMode(connection_.raw_.get()) != 1) {
            connection_.lost();
        }
        active_ = true;
    }
    if (connection_.interrupt_ != nullptr && connection_.interrupt_->raised()) {
        drain();
        throw_interrupted();
    }
}

void Pipeline::send(std::string_view sql, const Parameters& parameters, Kind kind) {
    enter();
    const auto bytes = set_values(parameters) + sql.size();
    connection_.buffer_.assign(sql);
    // The extended protocol takes exactly one statement: should the splitter ever cut too little,
    // the server refuses instead of running a half-known rest.
    if (PQsendQueryParams(
            connection_.raw_.get(),
            connection_.buffer_.c_str(),
            static_cast<int>(values_.size()),
            nullptr,
            values_.data(),
            nullptr,
            nullptr,
            0
        ) == 0) {
        connection_.lost();
    }
    add(kind, Role::command, bytes);
    pass_on();
}

void Pipeline::send_prepared(
    const std::string& name, std::string_view sql, const Parameters& parameters, Kind kind
) {
    enter();
    const auto unique = name + suffix_;
    if (prepared_.insert(name).second) {
        connection_.buffer_.assign(sql);
        if (PQsendPrepare(
                connection_.raw_.get(), unique.c_str(), connection_.buffer_.c_str(), 0, nullptr
            ) == 0) {
            connection_.lost();
        }
        add(Kind::own, Role::preparation, sql.size());
    }
    const auto bytes = set_values(parameters);
    if (PQsendQueryPrepared(
            connection_.raw_.get(),
            unique.c_str(),
            static_cast<int>(values_.size()),
            values_.data(),
            nullptr,
            nullptr,
            0
        ) == 0) {
        connection_.lost();
    }
    add(kind, Role::command, bytes);
    pass_on();
}

/// Returns their bytes.
std::size_t Pipeline::set_values(const Parameters& parameters) {
    values_.clear();
    std::size_t bytes = 0;
    for (const auto& parameter : parameters) {
        values_.push_back(parameter ? parameter->c_str() : nullptr);
        bytes += parameter ? parameter->size() : 0;
    }
    return bytes;
}

void Pipeline::add(Kind kind, Role role, std::size_t bytes) {
    waiting_.push_back({kind, role, bytes + overhead});
    if (waiting_.size() == 1) {
        begin_head();
    }
    on_their_way_ += bytes + overhead;
    unpushed_ += bytes + overhead;
}

/// Towards the server, when there is enough of it.
void Pipeline::pass_on() {
    if (on_their_way_ > most_on_their_way) {
        ask_for_answers(); // or the server would wait for more, and we for it
        push(most_on_their_way / 2);
    } else if (unpushed_ > pushed_at_once) {
        push(most_on_their_way);
    }
    if (failure_) {
        drain();
        throw Error(*std::exchange(failure_, std::nullopt));
    }
}

void Pipeline::ask_for_answers() {
    if (PQsendFlushRequest(connection_.raw_.get()) == 0) {
        connection_.lost();
    }
}

void Pipeline::finish() {
    if (!active_) {
        return;
    }
    drain();
    if (failure_) {
        throw Error(*std::exchange(failure_, std::nullopt));
    }
}

/// Everything is answered or skipped, and the connection is out of pipeline mode.
void Pipeline::drain() {
    if (PQpipelineSync(connection_.raw_.get()) == 0) {
        connection_.lost();
    }
    waiting_.push_back({Kind::own, Role::sync, 0});
    push(0);
    if (PQexitPipelineMode(connection_.raw_.get()) != 1) {
        connection_.lost();
    }
    connection_.interruptible_ = true;
    active_ = false;
}

/// Until no more than `allowed` bytes are unanswered, and none is left to send.
void Pipeline::push(std::size_t allowed) {
    unpushed_ = 0;
    for (;;) {
        const int left = PQflush(connection_.raw_.get()); // of a failure, the next answer tells
        const auto arrived = read_arrived();
        const bool synced = allowed > 0 || waiting_.empty();
        if (left == 0 && on_their_way_ <= allowed && synced) {
            return;
        }
        if (failure_ && allowed > 0) {
            return;
        }
        const auto rest = pause_with(waiting_.size(), allowed > 0);
        const bool stopping = connection_.interrupt_ != nullptr && connection_.interrupt_->raised();
        if (left == 0 && rest.count() > 0 && !stopping && arrived > 0 && arrived < a_lot_to_read) {
            pause(rest, connection_.interrupt_);
        } else {
            connection_.wait(left > 0); // which sees the interrupt, the silence and the deadline
        }
        if (PQconsumeInput(connection_.raw_.get()) == 0) {
            connection_.lost();
        }
    }
}

/// Returns how many answers, or rows of them, there were.
std::size_t Pipeline::read_arrived() {
    std::size_t arrived = 0;
    while (!waiting_.empty() && PQisBusy(connection_.raw_.get()) == 0) {
        read_one();
        ++arrived;
    }
    return arrived;
}

void Pipeline::read_one() {
    PGresult* raw = PQgetResult(connection_.raw_.get());
    if (raw == nullptr) {
        if (PQstatus(connection_.raw_.get()) == CONNECTION_BAD) {
            connection_.lost();
        }
        end_head(); // there is no null behind a Sync
        return;
    }
    const auto status = PQresultStatus(raw);
    take(Result(raw), status, raw);
}

void Pipeline::take(Result result, int status, const pg_result* raw) {
    switch (status) {
    case PGRES_PIPELINE_SYNC:
        end_head();
        return;
    case PGRES_PIPELINE_ABORTED:
        return;
    case PGRES_SINGLE_TUPLE:
        if (waiting_.front().kind == Kind::question) {
            arrived_(result);
        }
        return;
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY:
        last_ = std::move(result);
        return;
    default:
        try {
            connection_.fail(raw);
        } catch (const Error& error) {
            ended_by_server_ = error.kind() == ErrorKind::connection && error.server().has_value();
            if (error.kind() == ErrorKind::connection) {
                throw;
            }
            if (!failure_) {
                failure_ = error;
            }
        }
    }
}

void Pipeline::begin_head() {
    const auto kind = waiting_.front().kind;
    // A COMMIT is not cancelled; one that has not begun yet is, together with all behind it.
    connection_.interruptible_ = kind != Kind::commit;
    if (kind == Kind::statement || kind == Kind::question) {
        PQsetSingleRowMode(connection_.raw_.get()); // a large table costs no memory here
    }
}

void Pipeline::end_head() {
    const auto role = waiting_.front().role;
    on_their_way_ -= waiting_.front().bytes;
    waiting_.pop_front();
    if (!waiting_.empty()) {
        begin_head();
    }
    if (const auto result = std::exchange(last_, std::nullopt); result && role == Role::command) {
        answered_(*result);
    }
}

} // namespace runner::pg
