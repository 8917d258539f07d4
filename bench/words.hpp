// The names, sentences and numbers the inputs are made of.
#pragma once

#include "random.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace runner::bench {

/// What an apostrophe in a sentence looks like.
enum class Apostrophe { plain, doubled };

std::string_view noun(Random& random);
std::string_view attribute(Random& random);
/// A short lower-case word such as a status.
std::string_view code(Random& random);

/// `invoice`, `invoice_line`, `public.invoice`, now and then `"InvoiceLine"` or `straße`.
std::string table_name(Random& random);
/// `status`, `billing_status`, now and then `"order"`.
std::string column_name(Random& random);

void append_number(std::string& out, std::uint64_t number);
/// With zeros in front.
void append_digits(std::string& out, std::uint64_t number, std::size_t width);
/// A few words, and every thirtieth of them not in English.
void append_words(std::string& out, Random& random, std::size_t count, Apostrophe apostrophe);
/// With a capital letter, commas and a full stop.
void append_sentence(std::string& out, Random& random, std::size_t words, Apostrophe apostrophe);

} // namespace runner::bench
