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
CREATE TABLE public._sqlx_migrations (
    version bigint NOT NULL,
    description text NOT NULL,
    installed_on timestamp with time zone DEFAULT now() NOT NULL,
    success boolean NOT NULL,
    checksum bytea NOT NULL,
    execution_time bigint NOT NULL
);
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
INSERT INTO public._sqlx_migrations VALUES (20240101120000, 'accounts', '2026-11-29 01:53:41.057743+00', true, '\x668b70bc0bf593e3aba2727b6a954935fe7892b8c068b58ca8ceaf515c1ffb244873944a9731a4441d3b8cd14f7752f3', 8965741);
INSERT INTO public._sqlx_migrations VALUES (20240102120000, 'touch', '2026-11-29 01:53:41.069983+00', true, '\x0c053d3c87dab13c7dfc4033be96522982f40dc18d903afeeb4d77318da7492a0c18609e4fb59a44dca1ce9984d657be', 3850804);
INSERT INTO public._sqlx_migrations VALUES (20240103120000, 'email index', '2026-11-29 01:53:41.093742+00', true, '\xb311d9faeb98bb8f95055074e267d8f59398aca2bccf49ee5475c5a5030043a4a6c7bc37c24f6774b1e7ab3cc48fa7dc', 7879253);
INSERT INTO public._sqlx_migrations VALUES (20240104120000, 'flags', '2026-11-29 01:53:41.098307+00', true, '\xed2cff17e31178a27e8db3042fd3f4795d524a01a4b15dc70dd824944babfa2ba113ec146799c0261c9d3cc039faa688', 31613707);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (1, 'a;b@example.com', true);
SELECT pg_catalog.setval('public.account_id_seq', 1, true);
ALTER TABLE ONLY public._sqlx_migrations
    ADD CONSTRAINT _sqlx_migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);
CREATE INDEX account_email ON public.account USING btree (email);
