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
CREATE TABLE public.pgmigrations (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    run_on timestamp without time zone NOT NULL
);
CREATE SEQUENCE public.pgmigrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.pgmigrations_id_seq OWNED BY public.pgmigrations.id;
ALTER TABLE ONLY public.pgmigrations ALTER COLUMN id SET DEFAULT nextval('public.pgmigrations_id_seq'::regclass);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (1, 'a;b@example.com', true);
INSERT INTO public.pgmigrations VALUES (1, '1704100000001_accounts', '2026-11-29 01:54:01.389761');
INSERT INTO public.pgmigrations VALUES (2, '1704100000002_touch', '2026-11-29 01:54:01.389761');
INSERT INTO public.pgmigrations VALUES (3, '1704100000003_email-index', '2026-11-29 01:54:01.57376');
INSERT INTO public.pgmigrations VALUES (4, '1704100000004_flags', '2026-11-29 01:54:01.593288');
SELECT pg_catalog.setval('public.account_id_seq', 1, true);
SELECT pg_catalog.setval('public.pgmigrations_id_seq', 4, true);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pgmigrations
    ADD CONSTRAINT pgmigrations_pkey PRIMARY KEY (id);
CREATE INDEX account_email ON public.account USING btree (email);
