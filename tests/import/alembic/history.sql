-- What the real tool left behind: see ../README.md.
CREATE FUNCTION public.touch(who text) RETURNS text
    LANGUAGE plpgsql
    AS $$
BEGIN
    -- a semicolon; in a comment
    RETURN 'hello; ' || who;
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
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (1, 'a;b@example.com', true);
INSERT INTO public.alembic_version VALUES ('3b1f4c2d9e05');
SELECT pg_catalog.setval('public.account_id_seq', 1, true);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
CREATE INDEX account_email ON public.account USING btree (email);
