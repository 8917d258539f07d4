create domain name_c as text collate "C" default 'x';
