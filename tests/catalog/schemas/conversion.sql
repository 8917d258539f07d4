create conversion odd for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
comment on conversion odd is 'the other way';
alter conversion odd owner to app_owner;
