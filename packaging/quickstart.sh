#!/bin/sh
# From a fresh checkout to a migrated and seeded database: installs what is missing, builds runner,
# and lets it apply migrations/ and seeds/ to a private PostgreSQL in build/quickstart.
# Run it again and it finds nothing to do.
# usage: packaging/quickstart.sh
set -eu
cd "$(dirname "$0")/.."

heading() { printf '\n== %s\n' "$*" >&2; }

# PostgreSQL refuses to run as root, so root's server runs as user postgres, who has to be able to
# enter the folder. Below /root nobody else can.
choose_folder() {
    folder=$PWD/build/quickstart
    [ "$(id -u)" -eq 0 ] || return 0
    if runuser -u postgres -- test -x "$PWD/build" 2>/dev/null; then
        return 0
    fi
    folder=/var/tmp/runner-quickstart-0
    # Everybody can write to /var/tmp: do not trust what somebody else has put there.
    if [ -L "$folder" ] || { [ -e "$folder" ] && ! is_ours "$folder"; }; then
        echo "quickstart: $folder belongs to somebody else; remove it" >&2
        exit 2
    fi
}

is_ours() {
    case $(stat -c %U "$1") in
        root | postgres | nobody) ;;
        *) return 1 ;;
    esac
}

heading 'packages'
packaging/install-dependencies.sh
echo 'all there' >&2

heading 'build'
mkdir -p build
if [ ! -f build/release/build.ninja ]; then
    meson setup build/release -Dtests=false -Db_lto=false -Dunity=on -Dunity_size=60 >build/setup.log || {
        cat build/setup.log >&2
        exit 1
    }
fi
ninja -C build/release src/runner >&2

choose_folder
runner=build/release/src/runner
# The command line wins over whatever the environment says about another database.
run() {
    "$runner" "$@" --no-env-file --database-url "embedded:$folder" --env development
}

heading 'runner up --seed'
run up --seed

heading 'runner status'
run status

heading 'next'
cat >&2 <<END
Look around in that database with:
  export DATABASE_URL=embedded:$folder
  $runner status
  $runner --help
END
