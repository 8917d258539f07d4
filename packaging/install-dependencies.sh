#!/bin/sh
# Installs what building and running runner needs on Debian 12.
# What is there stays as it is; when nothing is missing, nothing is done.
# usage: packaging/install-dependencies.sh [--check]
#   --check   also what tests/check.sh needs
set -eu

needed='
    ca-certificates
    catch2
    g++
    git
    libcli11-dev
    libfmt-dev
    libpq-dev
    libspdlog-dev
    libtomlplusplus-dev
    libxxhash-dev
    meson
    ninja-build
    nlohmann-json3-dev
    pkg-config
    tao-pegtl-dev
'
needed_to_check='
    ccache
    clang-14
    clang-format-14
    clang-tidy-14
    fish
    libclang-rt-14-dev
    libpg-query-dev
    llvm-14
    mandoc
    pgbouncer
    python3
    python3-jsonschema
    python3-yaml
    valgrind
    zsh
'

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "install-dependencies: $*"
    exit 2
}

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Any server will do, wherever it came from: one that is there must not be touched.
has_postgres() {
    for program in /usr/lib/postgresql/*/bin/initdb; do
        [ -x "$program" ] && return 0
    done
    command -v initdb >/dev/null 2>&1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

case ${1-} in
    '') ;;
    --check) needed="$needed $needed_to_check" ;;
    -h | --help)
        sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//p;}' "$0"
        exit 0
        ;;
    *) fail "unknown argument '$1'; the only one is --check" ;;
esac

if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
    fail "this is neither Debian nor Ubuntu. Install the equivalents of these packages yourself:" \
        $needed postgresql
fi

missing=
for package in $needed; do
    is_installed "$package" || missing="$missing $package"
done
new_postgres=false
if ! has_postgres; then
    new_postgres=true
    missing="$missing postgresql"
fi

[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null 2>&1; then
    fail "run this as root, or install sudo. Missing:$missing"
fi

say "installing:$missing"

# runner starts a PostgreSQL of its own, so Debian's package need not create a cluster and run it.
# The setting goes away again: whoever installs another PostgreSQL later gets the usual behaviour.
folder=/etc/postgresql-common/createcluster.d
setting=$folder/runner-quickstart.conf
if $new_postgres; then
    trap 'as_root rm -f "$setting"; as_root rmdir "$folder" 2>/dev/null || true' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    as_root mkdir -p "$folder"
    echo 'create_main_cluster = false' | as_root tee "$setting" >/dev/null
fi

as_root apt-get -qq update
as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -o Dpkg::Use-Pty=0 install --no-install-recommends -y $missing >&2
