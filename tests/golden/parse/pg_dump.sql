--
-- PostgreSQL database dump
--

\restrict Kx1

-- Dumped from database version 15.4

SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);

CREATE TABLE public.t (
    id integer NOT NULL,
    note text
);


--
-- Data for Name: t; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.t (id, note) FROM stdin;
1	\N
2	a;b
\.


\unrestrict Kx1
