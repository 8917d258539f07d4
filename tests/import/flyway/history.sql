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
CREATE VIEW public.account_view AS
 SELECT account.id,
    account.email
   FROM public.account;
CREATE TABLE public.flyway_schema_history (
    installed_rank integer NOT NULL,
    version character varying(50),
    description character varying(200) NOT NULL,
    type character varying(20) NOT NULL,
    script character varying(1000) NOT NULL,
    checksum integer,
    installed_by character varying(100) NOT NULL,
    installed_on timestamp without time zone DEFAULT now() NOT NULL,
    execution_time integer NOT NULL,
    success boolean NOT NULL
);
INSERT INTO public.account OVERRIDING SYSTEM VALUE VALUES (1, 'a;b@example.com', true);
INSERT INTO public.flyway_schema_history VALUES (1, '1', 'accounts', 'SQL', 'V1__accounts.sql', 803042406, 'postgres', '2026-11-29 02:06:18.221761', 69, true);
INSERT INTO public.flyway_schema_history VALUES (2, '1.1', 'touch', 'SQL', 'V1.1__touch.sql', -1925062720, 'postgres', '2026-11-29 02:06:18.595849', 63, true);
INSERT INTO public.flyway_schema_history VALUES (3, '1.2', 'email index', 'SQL', 'V1_2__email_index.sql', -849727250, 'postgres', '2026-11-29 02:06:18.913756', 81, true);
INSERT INTO public.flyway_schema_history VALUES (4, '1.10', 'flags', 'SQL', 'V1.10__flags.sql', -2022315205, 'postgres', '2026-11-29 02:06:19.017558', 60, true);
INSERT INTO public.flyway_schema_history VALUES (5, NULL, 'accounts view', 'SQL', 'R__accounts_view.sql', 838676762, 'postgres', '2026-11-29 02:06:19.251722', 34, true);
SELECT pg_catalog.setval('public.account_id_seq', 1, true);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.flyway_schema_history
    ADD CONSTRAINT flyway_schema_history_pk PRIMARY KEY (installed_rank);
CREATE INDEX account_email ON public.account USING btree (email);
CREATE INDEX flyway_schema_history_s_idx ON public.flyway_schema_history USING btree (success);
