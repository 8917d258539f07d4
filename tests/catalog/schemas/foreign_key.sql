create table parent (id integer primary key, a integer, b integer, unique (a, b));
create table child (
    p integer references parent, a integer, b integer,
    constraint pair foreign key (a, b) references parent (a, b) match full on delete cascade on update set null deferrable initially deferred
);
