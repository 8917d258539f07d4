create type mood as enum ('sad', 'happy');
alter type mood add value 'ok' before 'happy';
alter type mood add value 'angry' before 'sad';
