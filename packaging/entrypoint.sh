#!/bin/sh
# Example: brings the database up to date, then becomes the application.
#   ENTRYPOINT ["/entrypoint.sh"]
#   CMD ["my-application", "--its-options"]
set -eu

# A secret that is mounted as a file, for those who keep it out of the environment.
if [ -n "${DATABASE_URL_FILE-}" ]; then
    DATABASE_URL=$(cat "$DATABASE_URL_FILE")
    export DATABASE_URL
fi

# In the background, because a shell that waits for a foreground program does not pass signals on:
# `docker stop` would have to kill the migration instead of letting it roll back.
runner up --wait 60s &
migration=$!
trap 'kill -TERM "$migration" 2>/dev/null || true' INT TERM

status=0
wait "$migration" || status=$?
# A signal ends `wait` early; the program may still be rolling back.
while kill -0 "$migration" 2>/dev/null; do
    status=0
    wait "$migration" || status=$?
done
trap - INT TERM

[ "$status" -eq 0 ] || exit "$status"
exec "$@"
