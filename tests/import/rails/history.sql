-- By hand, as Rails 7.1 keeps it.
CREATE TABLE account (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL
);
CREATE FUNCTION touch(who text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text;
BEGIN
    -- a semicolon; in a comment
    answer := 'hello; ' || who;
    RETURN answer;
END;
$$;
CREATE INDEX CONCURRENTLY account_email ON account (email);
ALTER TABLE account ADD COLUMN active boolean NOT NULL DEFAULT true;
INSERT INTO account (email) VALUES ('a;b@example.com');
CREATE TABLE public.schema_migrations (
    version character varying NOT NULL
);
ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);
CREATE TABLE public.ar_internal_metadata (
    key character varying NOT NULL,
    value character varying,
    created_at timestamp(6) without time zone NOT NULL,
    updated_at timestamp(6) without time zone NOT NULL
);
INSERT INTO public.ar_internal_metadata VALUES ('environment', 'development', '2024-01-04 12:00:00', '2024-01-04 12:00:00');
INSERT INTO public.schema_migrations VALUES ('20240101120000');
INSERT INTO public.schema_migrations VALUES ('20240102120000');
INSERT INTO public.schema_migrations VALUES ('20240103120000');
INSERT INTO public.schema_migrations VALUES ('20240104120000');
