// XXH3-64 with seed 0, as its specification has it for texts of 17 to 128 and of 129 to 240 bytes;
// a tag, the database and a schema are never shorter or longer. bigint carries the bits, numeric
// the products.
#include "psql/lock_key_sql.hpp"

#include "psql/quoting.hpp"

#include <string_view>

namespace runner::psql {
namespace {

// $1 stands for the schema.
constexpr std::string_view block = R"sql(begin;
set local search_path = pg_catalog;
do $runner$
declare
    two_64 constant numeric := 18446744073709551616;
    two_63 constant numeric := 9223372036854775808;
    secret constant bytea := decode(
        'b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79'
        'e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c3c2852bb'
        '91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8a8fa763fe39c'
        '343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364eac5ac8334d3ebc3', 'hex');
    tag text;
    input bytea;
    size int;
    places int[];       -- where 16 bytes of the input are, and 16 of the secret
    steps int;
    words numeric[];
    bits bigint;
    product numeric;
    lower_half numeric;
    upper_half numeric;
    sum numeric;
begin
    foreach tag in array array['runner lock', 'runner transaction lock'] loop
        input := convert_to(format('%s 1/%s/%s/%s', tag,
            octet_length(convert_to(current_database()::text, 'UTF8')), current_database(), $1::text), 'UTF8');
        size := octet_length(input);
        places := '{}';
        if size <= 128 then
            for at in reverse 3 .. 0 loop
                if size > 32 * at then
                    places := places || array[16 * at, 32 * at, size - 16 * (at + 1), 32 * at + 16];
                end if;
            end loop;
        else
            for at in 0 .. size / 16 - 1 loop
                places := places || array[16 * at, case when at < 8 then 16 * at else 16 * (at - 8) + 3 end];
            end loop;
            places := places || array[size - 16, 119];
        end if;
        steps := array_length(places, 1) / 2;
        sum := mod(size * 11400714785074694791, two_64);
        for at in 1 .. steps loop
            words := '{}';
            for part in 0 .. 1 loop
                bits := 0;
                for byte in 8 * part .. 8 * part + 7 loop
                    bits := bits | ((get_byte(input, places[2 * at - 1] + byte)
                        # get_byte(secret, places[2 * at] + byte))::bigint << (8 * (byte - 8 * part)));
                end loop;
                words := words || (bits + case when bits < 0 then two_64 else 0 end);
            end loop;
            -- The lower half of the product, and the upper one laid over it.
            product := words[1] * words[2];
            lower_half := mod(product, two_64);
            upper_half := div(product, two_64);
            bits := (lower_half - case when lower_half >= two_63 then two_64 else 0 end)::bigint
                # (upper_half - case when upper_half >= two_63 then two_64 else 0 end)::bigint;
            sum := mod(sum + bits + two_64, two_64);
            -- Stirred at the end, and of a long text behind the eighth step as well.
            if at = steps or (at = 8 and size > 128) then
                bits := (sum - case when sum >= two_63 then two_64 else 0 end)::bigint;
                bits := bits # ((bits >> 37) & 134217727);
                sum := mod((bits + case when bits < 0 then two_64 else 0 end) * 1609587791953885689, two_64);
                bits := (sum - case when sum >= two_63 then two_64 else 0 end)::bigint;
                bits := bits # ((bits >> 32) & 4294967295);
                sum := bits + case when bits < 0 then two_64 else 0 end;
            end if;
        end loop;
        perform set_config(
            case tag when 'runner lock' then 'runner.lock_key' else 'runner.step_key' end, bits::text, false);
    end loop;
end $runner$;
commit;
)sql";

} // namespace

std::string lock_keys_sql(const std::string& schema) {
    std::string sql(block);
    const auto place = sql.find("$1");
    return sql.replace(place, 2, literal(schema));
}

} // namespace runner::psql
