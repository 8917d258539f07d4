// The lines of the table in members.cpp, and what tables say of their parts.
#pragma once

#include "catalog/member.hpp"
#include "catalog/writing.hpp"

#include <string>
#include <string_view>

namespace runner::catalog {

[[nodiscard]] Member schema_member();
[[nodiscard]] Member extension_member();
[[nodiscard]] Member collation_member();
[[nodiscard]] Member enumeration_member();
[[nodiscard]] Member range_member();
[[nodiscard]] Member composite_type_member();
[[nodiscard]] Member domain_member();
[[nodiscard]] Member domain_constraint_member();
[[nodiscard]] Member sequence_member();
[[nodiscard]] Member function_member();
[[nodiscard]] Member procedure_member();
[[nodiscard]] Member aggregate_member();
[[nodiscard]] Member table_member();
[[nodiscard]] Member column_member();
[[nodiscard]] Member column_default_member();
[[nodiscard]] Member constraint_member();
[[nodiscard]] Member index_member();
[[nodiscard]] Member view_member();
[[nodiscard]] Member materialized_view_member();
[[nodiscard]] Member rule_member();
[[nodiscard]] Member trigger_member();
[[nodiscard]] Member policy_member();
[[nodiscard]] Member statistics_member();
[[nodiscard]] Member event_trigger_member();
[[nodiscard]] Member language_member();
[[nodiscard]] Member access_method_member();
[[nodiscard]] Member conversion_member();
[[nodiscard]] Member transform_member();
[[nodiscard]] Member cast_member();
[[nodiscard]] Member operator_member();
[[nodiscard]] Member operator_family_member();
[[nodiscard]] Member operator_class_member();
[[nodiscard]] Member text_search_parser_member();
[[nodiscard]] Member text_search_template_member();
[[nodiscard]] Member text_search_dictionary_member();
[[nodiscard]] Member text_search_configuration_member();
[[nodiscard]] Member foreign_data_wrapper_member();
[[nodiscard]] Member foreign_server_member();
[[nodiscard]] Member user_mapping_member();
[[nodiscard]] Member foreign_table_member();
[[nodiscard]] Member publication_member();
[[nodiscard]] Member default_privileges_member();

/// "email text COLLATE … NOT NULL", without its default.
[[nodiscard]] std::string column_clause(const Object& column, const Writing& writing);
/// What CREATE TABLE cannot say of a column: statistics, storage, options, and the common things.
void write_column_settings(const Object& column, Writing& writing);

/// "CONSTRAINT users_pkey PRIMARY KEY (id)"
[[nodiscard]] std::string constraint_clause(const Object& constraint);
/// What can only be said once it is there.
void write_constraint_settings(const Object& constraint, Writing& writing);

/// ALTER SEQUENCE … OWNED BY, once the table is there.
void write_sequence_owner(const Object& sequence, Writing& writing);
/// " START WITH 5 INCREMENT BY 2", each with a blank in front; empty when all is usual.
[[nodiscard]] std::string sequence_options(const Object& sequence);

/// The table's or index's place in its partitioned parent.
void write_attachment(const Object& object, Writing& writing);

/// A view whose columns have the right names and types, and nothing else.
void write_view_stand_in(const Object& view, Writing& writing);
/// The real one, in its place.
void write_view_again(const Object& view, Writing& writing);

/// The operators and functions of a family that belong to no class.
void write_family_members(const Object& family, Writing& writing);

/// CLUSTER ON, REPLICA IDENTITY and statistics targets of an index, its own or a constraint's.
void write_index_settings(const Object& object, Writing& writing);

} // namespace runner::catalog
