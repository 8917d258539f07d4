// The graph of tasks, and the way through it: of all that is possible the smallest goes next, so
// that the order follows from names and not from what the server counts by.
#include "catalog/order.hpp"

#include "catalog/names.hpp"

#include <runner/error.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <queue>
#include <unordered_map>
#include <utility>

namespace runner::catalog {
namespace {

struct Node {
    Task task;
    int weight = 0;
    std::vector<std::size_t> needs;
    std::vector<std::size_t> needed_by;
    std::size_t open = 0; ///< needs that are not written yet
    bool done = false;
};

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
constexpr int steps_of_a_kind = 10;
constexpr int between_kinds = 5;

bool is_relation(Kind kind) {
    return kind == Kind::table || kind == Kind::foreign_table || kind == Kind::view ||
           kind == Kind::materialized_view || kind == Kind::composite_type || kind == Kind::domain;
}

int weight_of(const Object& object, Task::Step step) {
    const auto of_kind = [](Kind kind) { return static_cast<int>(kind) * steps_of_a_kind; };
    if (step == Task::Step::fill) {
        return of_kind(Kind::default_privileges) - between_kinds;
    }
    if (step != Task::Step::make) {
        return of_kind(object.kind) + between_kinds;
    }
    const bool refers = object.kind == Kind::constraint && object.value("type") == "foreign key";
    return refers ? of_kind(Kind::index) + between_kinds : of_kind(object.kind);
}

/// Whether only the attachment of `object` needs the other one.
bool is_for_attachment(const Object& object, const Object& other) {
    if (object.kind == Kind::operator_family) {
        return other.kind == Kind::sql_operator || other.kind == Kind::function;
    }
    if (object.kind == Kind::index || object.kind == Kind::constraint) {
        return other.kind == Kind::index || other.kind == Kind::constraint;
    }
    return qualified(other.schema, other.name) == object.value("partition_of");
}

class Graph {
public:
    explicit Graph(const Catalog& catalog) : catalog_(catalog), make_(catalog.objects.size()) {
        add_nodes();
        add_needs();
    }

    std::vector<Task> walk();

private:
    [[nodiscard]] const Object& object_of(std::size_t node) const {
        return catalog_.objects[nodes_[node].task.place];
    }

    std::size_t add_node(std::size_t place, Task::Step step) {
        nodes_.push_back(
            {.task = {place, step},
             .weight = weight_of(catalog_.objects[place], step),
             .needs = {},
             .needed_by = {},
             .open = 0,
             .done = false}
        );
        return nodes_.size() - 1;
    }

    void need(std::size_t node, std::size_t needed) {
        if (node != needed && node != nowhere && needed != nowhere) {
            nodes_[node].needs.push_back(needed);
        }
    }

    void add_nodes();
    void add_needs();
    void add_needs_of(std::size_t place);
    [[nodiscard]] std::size_t node_for(std::size_t place, std::size_t needed) const;
    void count_needs();
    void push(std::size_t node);
    void finish(std::size_t node, Task::Step step);
    [[nodiscard]] bool reaches_itself(std::size_t start) const;
    [[nodiscard]] std::optional<std::size_t> breakable() const;
    [[noreturn]] void give_up() const;

    const Catalog& catalog_;
    std::vector<Node> nodes_;
    std::vector<std::size_t> make_;                            // by place
    std::unordered_map<std::size_t, std::size_t> own_;         // by place
    std::unordered_map<std::size_t, std::size_t> attach_;      // by place
    std::unordered_map<std::string, std::size_t> by_relation_; // schema and name -> place
    std::vector<Task> written_;

    using Waiting = std::pair<int, std::size_t>; // weight, then the node's number
    std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> ready_;
};

void Graph::add_nodes() {
    for (std::size_t place = 0; place < catalog_.objects.size(); ++place) {
        const auto& object = catalog_.objects[place];
        if (is_relation(object.kind)) {
            by_relation_.emplace(qualified(object.schema, object.name), place);
        }
    }
    for (std::size_t place = 0; place < catalog_.objects.size(); ++place) {
        const auto& object = catalog_.objects[place];
        make_[place] = object.kind == Kind::column ? nowhere : add_node(place, Task::Step::make);
        if (object.kind == Kind::sequence && object.has("owned_by") && !object.has("identity")) {
            own_.emplace(place, add_node(place, Task::Step::own));
        }
        if (object.has("partition_of") ||
            (object.kind == Kind::operator_family && object.has("members"))) {
            attach_.emplace(place, add_node(place, Task::Step::attach));
        }
        if (object.kind == Kind::materialized_view && !object.has("populated")) {
            need(add_node(place, Task::Step::fill), make_[place]);
        }
    }
    // A column is made with its table.
    for (std::size_t place = 0; place < catalog_.objects.size(); ++place) {
        const auto& object = catalog_.objects[place];
        if (object.kind != Kind::column) {
            continue;
        }
        const auto table = by_relation_.find(qualified(object.schema, object.parent));
        if (table != by_relation_.end()) {
            make_[place] = make_[table->second];
        }
    }
}

void Graph::add_needs() {
    for (std::size_t place = 0; place < catalog_.objects.size(); ++place) {
        add_needs_of(place);
    }
    for (const auto& [place, node] : attach_) {
        const auto& object = catalog_.objects[place];
        need(node, make_[place]);
        const auto table = by_relation_.find(qualified(object.schema, object.parent));
        if (!object.parent.empty() && table != by_relation_.end()) {
            const auto attached = attach_.find(table->second);
            need(node, attached == attach_.end() ? nowhere : attached->second);
        }
    }
    for (const auto& [place, node] : own_) {
        need(node, make_[place]);
    }
}

/// Which task of `place` needs the other object: partitions are made without their parent, and
/// sequences without the table that owns them.
std::size_t Graph::node_for(std::size_t place, std::size_t needed) const {
    const auto& object = catalog_.objects[place];
    const auto& other = catalog_.objects[needed];
    if (attach_.contains(place) && is_for_attachment(object, other)) {
        return attach_.at(place);
    }
    const auto own = own_.find(place);
    if (own != own_.end() && (other.kind == Kind::table || other.kind == Kind::column)) {
        return own->second;
    }
    return make_[place];
}

void Graph::add_needs_of(std::size_t place) {
    const auto& object = catalog_.objects[place];
    const bool refers = object.value("type") == "foreign key";
    for (const auto needed : object.depends_on) {
        need(node_for(place, needed), make_[needed]);
        const auto attached = attach_.find(needed);
        if (refers && attached != attach_.end()) {
            need(make_[place], attached->second); // it is for all partitions
        }
    }
    if (object.parent.empty() || object.kind == Kind::column) {
        return;
    }
    const auto table = by_relation_.find(qualified(object.schema, object.parent));
    if (table == by_relation_.end()) {
        return;
    }
    need(make_[place], make_[table->second]);
    const auto attached = attach_.find(table->second);
    if (object.has("inherited") && attached != attach_.end()) {
        need(make_[place], attached->second); // it comes with the parent's
    }
}

void Graph::count_needs() {
    for (std::size_t node = 0; node < nodes_.size(); ++node) {
        auto& needs = nodes_[node].needs;
        std::sort(needs.begin(), needs.end());
        needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
        nodes_[node].open = needs.size();
        for (const auto needed : needs) {
            nodes_[needed].needed_by.push_back(node);
        }
    }
}

void Graph::push(std::size_t node) {
    ready_.emplace(nodes_[node].weight, node);
}

void Graph::finish(std::size_t node, Task::Step step) {
    nodes_[node].done = true;
    written_.push_back({nodes_[node].task.place, step});
    for (const auto waiting : nodes_[node].needed_by) {
        if (--nodes_[waiting].open == 0 && !nodes_[waiting].done) {
            push(waiting);
        }
    }
}

bool Graph::reaches_itself(std::size_t start) const {
    std::vector<bool> seen(nodes_.size(), false);
    std::vector<std::size_t> open = nodes_[start].needs;
    while (!open.empty()) {
        const auto node = open.back();
        open.pop_back();
        if (node == start) {
            return true;
        }
        if (nodes_[node].done || seen[node]) {
            continue;
        }
        seen[node] = true;
        open.insert(open.end(), nodes_[node].needs.begin(), nodes_[node].needs.end());
    }
    return false;
}

std::optional<std::size_t> Graph::breakable() const {
    for (std::size_t node = 0; node < nodes_.size(); ++node) {
        if (!nodes_[node].done && nodes_[node].task.step == Task::Step::make &&
            object_of(node).kind == Kind::view && reaches_itself(node)) {
            return node;
        }
    }
    return std::nullopt;
}

void Graph::give_up() const {
    std::string names;
    for (std::size_t node = 0; node < nodes_.size(); ++node) {
        if (!nodes_[node].done && reaches_itself(node)) {
            names += (names.empty() ? "" : ", ") + title(object_of(node));
        }
    }
    Error error(ErrorKind::usage, "these need each other, and SQL cannot make one first: " + names);
    error.say_advice("this script would have to be written by hand");
    throw error;
}

std::vector<Task> Graph::walk() {
    count_needs();
    for (std::size_t node = 0; node < nodes_.size(); ++node) {
        if (nodes_[node].open == 0) {
            push(node);
        }
    }
    const auto all = nodes_.size();
    for (std::size_t made = 0; made < all; ++made) {
        if (ready_.empty()) {
            const auto view = breakable();
            if (!view) {
                give_up();
            }
            const auto again = add_node(nodes_[*view].task.place, Task::Step::again);
            nodes_[again].needs = nodes_[*view].needs;
            for (const auto needed : nodes_[again].needs) {
                if (!nodes_[needed].done) {
                    nodes_[needed].needed_by.push_back(again);
                    ++nodes_[again].open;
                }
            }
            finish(*view, Task::Step::stand_in);
            continue;
        }
        const auto node = ready_.top().second;
        ready_.pop();
        finish(node, nodes_[node].task.step);
    }
    while (!ready_.empty()) { // the views that were written twice
        const auto node = ready_.top().second;
        ready_.pop();
        finish(node, nodes_[node].task.step);
    }
    return std::move(written_);
}

} // namespace

std::vector<Task> ordered(const Catalog& catalog) {
    return Graph(catalog).walk();
}

} // namespace runner::catalog
