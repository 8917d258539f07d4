#include "cli/json_catalog.hpp"

#include "cli/json_parts.hpp"

namespace runner::cli {
namespace {

Json object_json(const catalog::Object& object, const catalog::Catalog& catalog) {
    Json attributes = Json::object();
    for (const auto& attribute : object.attributes) {
        attributes[attribute.name] = attribute.value;
    }
    Json needs = Json::array();
    for (const auto place : object.depends_on) {
        needs.push_back(catalog::title(catalog.objects[place]));
    }
    return {
        {"kind", catalog::kind_name(object.kind)},
        {"schema", text_or_null(object.schema)},
        {"parent", text_or_null(object.parent)},
        {"name", object.name},
        {"signature", text_or_null(object.signature)},
        {"address", catalog::address(object)},
        {"fingerprint", catalog::fingerprint(object).text()},
        {"attributes", attributes},
        {"depends_on", needs}};
}

} // namespace

std::string json_catalog(const catalog::Catalog& catalog) {
    Json document = {
        {"schema", 1},
        {"command", "dump"},
        {"server_version", catalog.server_version},
        {"fingerprint", catalog::fingerprint(catalog).text()}};
    auto& objects = document["objects"] = Json::array();
    for (const auto& object : catalog.objects) {
        objects.push_back(object_json(object, catalog));
    }
    auto& unmodelled = document["unmodelled"] = Json::array();
    for (const auto& missing : catalog.unmodelled) {
        unmodelled.push_back({{"kind", missing.kind}, {"name", missing.name}});
    }
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace runner::cli
