#include "words.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace runner::bench {
namespace {

using namespace std::string_view_literals;

constexpr std::array nouns{
    "account"sv,     "address"sv,      "alert"sv,      "article"sv,      "attachment"sv,
    "basket"sv,      "booking"sv,      "branch"sv,     "calendar"sv,     "campaign"sv,
    "category"sv,    "channel"sv,      "city"sv,       "comment"sv,      "contract"sv,
    "country"sv,     "coupon"sv,       "credit"sv,     "customer"sv,     "delivery"sv,
    "department"sv,  "device"sv,       "document"sv,   "employee"sv,     "event"sv,
    "feed"sv,        "folder"sv,       "forecast"sv,   "host"sv,         "interface"sv,
    "inventory"sv,   "invoice"sv,      "item"sv,       "job"sv,          "label"sv,
    "ledger"sv,      "line"sv,         "location"sv,   "membership"sv,   "message"sv,
    "metric"sv,      "notification"sv, "offer"sv,      "organisation"sv, "parcel"sv,
    "participant"sv, "payment"sv,      "permission"sv, "person"sv,       "price"sv,
    "product"sv,     "profile"sv,      "project"sv,    "queue"sv,        "refund"sv,
    "report"sv,      "schedule"sv,     "session"sv,    "shipment"sv,     "subscription"sv,
    "supplier"sv,    "ticket"sv,       "warehouse"sv,  "workflow"sv,
};

constexpr std::array attributes{
    "active"sv,     "amount"sv,        "approved_at"sv, "balance"sv,   "birthday"sv,
    "body"sv,       "city"sv,          "code"sv,        "colour"sv,    "created_at"sv,
    "currency"sv,   "deleted_at"sv,    "description"sv, "due_on"sv,    "email"sv,
    "expires_at"sv, "failed_logins"sv, "first_name"sv,  "hash"sv,      "height"sv,
    "is_default"sv, "kind"sv,          "language"sv,    "last_name"sv, "latitude"sv,
    "locked"sv,     "longitude"sv,     "metadata"sv,    "name"sv,      "note"sv,
    "owner_id"sv,   "parent_id"sv,     "payload"sv,     "phone"sv,     "position"sv,
    "priority"sv,   "quantity"sv,      "rank"sv,        "rate"sv,      "reference"sv,
    "region"sv,     "sent_at"sv,       "settings"sv,    "slug"sv,      "sort_order"sv,
    "source"sv,     "starts_at"sv,     "state"sv,       "street"sv,    "subject"sv,
    "tags"sv,       "tax"sv,           "time_zone"sv,   "title"sv,     "token"sv,
    "total"sv,      "unit"sv,          "updated_at"sv,  "url"sv,       "valid_from"sv,
    "valid_to"sv,   "version"sv,       "weight"sv,      "zip"sv,
};

constexpr std::array codes{
    "active"sv,  "archived"sv, "blocked"sv, "card"sv,    "closed"sv,  "done"sv,
    "draft"sv,   "error"sv,    "failed"sv,  "invoice"sv, "manual"sv,  "monthly"sv,
    "new"sv,     "none"sv,     "open"sv,    "paid"sv,    "pending"sv, "queued"sv,
    "refused"sv, "retry"sv,    "sent"sv,    "system"sv,  "trial"sv,   "yearly"sv,
};

constexpr std::array prose{
    "a"sv,        "account"sv, "after"sv,  "all"sv,     "already"sv, "and"sv,      "another"sv,
    "are"sv,      "at"sv,      "be"sv,     "because"sv, "before"sv,  "by"sv,       "column"sv,
    "customer"sv, "data"sv,    "day"sv,    "default"sv, "each"sv,    "every"sv,    "for"sv,
    "from"sv,     "has"sv,     "import"sv, "in"sv,      "index"sv,   "invoices"sv, "is"sv,
    "it"sv,       "its"sv,     "keep"sv,   "later"sv,   "make"sv,    "month"sv,    "must"sv,
    "needed"sv,   "no"sv,      "not"sv,    "of"sv,      "old"sv,     "on"sv,       "once"sv,
    "only"sv,     "or"sv,      "orders"sv, "our"sv,     "report"sv,  "rows"sv,     "same"sv,
    "see"sv,      "select"sv,  "since"sv,  "table"sv,   "than"sv,    "that"sv,     "the"sv,
    "them"sv,     "this"sv,    "to"sv,     "until"sv,   "update"sv,  "we"sv,       "when"sv,
    "with"sv,
};

constexpr std::array foreign{
    "Größe"sv,
    "über"sv,
    "Zürich"sv,
    "façade"sv,
    "São"sv,
    "naïve"sv,
    "Łódź"sv,
    "crème"sv,
    "Привет"sv,
    "данные"sv,
    "東京"sv,
    "データ"sv,
    "서울"sv,
    "–"sv,
    "€"sv,
    "Ærø"sv,
};

constexpr std::array quoted_columns{
    R"("order")"sv,
    R"("user")"sv,
    R"("group")"sv,
    R"("from")"sv,
    R"("createdAt")"sv,
    R"("größe")"sv,
};

} // namespace

std::string_view noun(Random& random) {
    return random.pick(nouns);
}

std::string_view attribute(Random& random) {
    return random.pick(attributes);
}

std::string_view code(Random& random) {
    return random.pick(codes);
}

std::string table_name(Random& random) {
    const std::string first(noun(random));
    const std::string second(noun(random));
    switch (random.below(40)) {
    case 0: {
        std::string camel = "\"" + first + second + "\"";
        camel[1] = static_cast<char>(camel[1] - 'a' + 'A');
        return camel;
    }
    case 1:
        return "\"" + first + " " + second + "\"";
    case 2:
        return "straße_" + first;
    default:
        break;
    }
    const std::string schema = random.one_in(5) ? "public." : "";
    return schema + (random.one_in(3) ? first : first + "_" + second);
}

std::string column_name(Random& random) {
    if (random.one_in(40)) {
        return std::string(random.pick(quoted_columns));
    }
    const std::string name(attribute(random));
    return random.one_in(4) ? std::string(noun(random)) + "_" + name : name;
}

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_digits(std::string& out, std::uint64_t number, std::size_t width) {
    const auto begin = out.size();
    append_number(out, number);
    const auto length = out.size() - begin;
    out.insert(begin, width - std::min(width, length), '0');
}

void append_words(std::string& out, Random& random, std::size_t count, Apostrophe apostrophe) {
    for (std::size_t word = 0; word < count; ++word) {
        if (word > 0) {
            out += ' ';
        }
        if (random.one_in(30)) {
            out += random.pick(foreign);
        } else if (random.one_in(30)) {
            out += apostrophe == Apostrophe::plain ? "doesn't" : "doesn''t";
        } else {
            out += random.pick(prose);
        }
    }
}

void append_sentence(std::string& out, Random& random, std::size_t words, Apostrophe apostrophe) {
    const auto begin = out.size();
    while (words > 0) {
        const auto part = std::min(words, random.between(4, 12));
        append_words(out, random, part, apostrophe);
        words -= part;
        out += words > 0 ? ", " : ".";
    }
    if (out[begin] >= 'a' && out[begin] <= 'z') {
        out[begin] = static_cast<char>(out[begin] - 'a' + 'A');
    }
}

} // namespace runner::bench
