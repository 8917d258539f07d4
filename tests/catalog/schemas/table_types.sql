create table t (
    a smallint, b integer, c bigint, d numeric, e numeric(10, 3), f real, g double precision,
    h text, i varchar, j varchar(7), k char, l char(3), m "char", n bytea, o boolean,
    p date, q time, r time(3) with time zone, s timestamp, u timestamptz(2), v interval, w interval day to second(3),
    x uuid, y json, z jsonb, aa xml, bb inet, cc cidr, dd macaddr, ee bit(4), ff varbit(9), gg point, hh tsvector,
    ii tsquery, jj integer[], kk text[][], ll int4range, mm money, nn oid, oo name, pp regclass, qq pg_lsn
);
