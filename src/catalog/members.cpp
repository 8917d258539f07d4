#include "catalog/kinds/kinds.hpp"

namespace runner::catalog {

const std::vector<Member>& members() {
    static const std::vector<Member> table = {
        schema_member(),
        extension_member(),
        language_member(),
        access_method_member(),
        collation_member(),
        conversion_member(),
        enumeration_member(),
        range_member(),
        composite_type_member(),
        domain_member(),
        domain_constraint_member(),
        sequence_member(),
        function_member(),
        procedure_member(),
        aggregate_member(),
        transform_member(),
        cast_member(),
        operator_member(),
        operator_family_member(),
        operator_class_member(),
        text_search_parser_member(),
        text_search_template_member(),
        text_search_dictionary_member(),
        text_search_configuration_member(),
        foreign_data_wrapper_member(),
        foreign_server_member(),
        user_mapping_member(),
        table_member(),
        foreign_table_member(),
        column_member(),
        column_default_member(),
        constraint_member(),
        index_member(),
        view_member(),
        materialized_view_member(),
        rule_member(),
        trigger_member(),
        policy_member(),
        statistics_member(),
        publication_member(),
        default_privileges_member(),
        event_trigger_member(),
    };
    return table;
}

const Member& member(Kind kind) {
    return members()[static_cast<std::size_t>(kind)];
}

} // namespace runner::catalog
