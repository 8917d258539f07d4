-- What the real tool left behind: see ../README.md.
CREATE FUNCTION public.touch(who text) RETURNS text
    LANGUAGE plpgsql
    AS $$
DECLARE
    answer text;
BEGIN
    -- a semicolon; in a comment
    answer := 'hello; ' || who;
    RETURN answer;
END;
$$;
CREATE TABLE public.account (
    id bigint NOT NULL,
    email text NOT NULL,
    active boolean DEFAULT true NOT NULL
);
ALTER TABLE public.account ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.schema_migrations (
    version bigint NOT NULL,
    dirty boolean NOT NULL
);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (1, 'a;b@example.com', true);
INSERT INTO public.schema_migrations VALUES (4, false);
SELECT pg_catalog.setval('public.account_id_seq', 1, true);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);
CREATE INDEX account_email ON public.account USING btree (email);
