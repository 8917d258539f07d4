comment on extension plpgsql is null;
