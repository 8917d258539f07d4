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
CREATE TABLE public.refinery_schema_history (
    version integer NOT NULL,
    name character varying(255),
    applied_on character varying(255),
    checksum character varying(255)
);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (1, 'a;b@example.com', true);
INSERT INTO public.refinery_schema_history VALUES (1, 'accounts', '2026-11-29T01:53:42.42206002Z', '8183903338419422038');
INSERT INTO public.refinery_schema_history VALUES (2, 'touch', '2026-11-29T01:53:42.422067046Z', '2371023631781568166');
INSERT INTO public.refinery_schema_history VALUES (3, 'email_index', '2026-11-29T01:53:42.422068692Z', '415945287386569733');
INSERT INTO public.refinery_schema_history VALUES (4, 'flags', '2026-11-29T01:53:42.422070838Z', '6297858994390095174');
SELECT pg_catalog.setval('public.account_id_seq', 1, true);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.refinery_schema_history
    ADD CONSTRAINT refinery_schema_history_pkey PRIMARY KEY (version);
CREATE INDEX account_email ON public.account USING btree (email);
