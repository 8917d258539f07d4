#!/bin/sh
# Reads the table users in a transaction that stays open for a while, in the background.
# usage: hold.sh SECONDS
rm -f held
{ printf '%s\n' 'begin; select from users;' '\echo held' && sleep "$1"; } |
    PGAPPNAME=billing psql -qAtX "$DATABASE_URL" >held 2>&1 &
until grep -q held held 2>/dev/null; do sleep 0.05; done
