\restrict ab;c'
select 1;
\unrestrict x
select 2 \gset