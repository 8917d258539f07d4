#!/bin/sh
# Everything a change must pass. CI runs this and nothing else; it installs what is missing first.
# The last line is `N passed, M failed`, counted over both builds.
# usage: tests/check.sh [format|gcc|clang|tidy|analyze]...   (all but the last when none is named)
set -eu
cd "$(dirname "$0")/.."

packaging/install-dependencies.sh --check
# A skipped integration test is a failed one here.
export RUNNER_REQUIRE_POSTGRES=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
heading() { printf '\n== %s\n' "$*"; }

ran=''   # build folders with a test log
left_out='' # suites that meson test shall not run
broken=0 # checks that are not tests: format, tidy, a build that fails

# build NAME OPTIONS...: sets up, compiles without a warning, runs every test
build() {
    folder=build/$1
    shift
    if [ ! -f "$folder/build.ninja" ]; then
        meson setup "$folder" -Dwerror=true "$@" >"$folder.log" 2>&1 || {
            cat "$folder.log"
            broken=$((broken + 1))
            return
        }
    else
        # packaging/quickstart.sh may have made it, without tests.
        meson configure "$folder" -Dwerror=true -Dtests=true "$@"
    fi
    ninja --quiet -C "$folder" || {
        broken=$((broken + 1))
        return
    }
    ran="$ran $folder"
    # shellcheck disable=SC2086
    meson test -C "$folder" --no-rebuild --print-errorlogs $left_out || true # counted below
}

check_format() {
    git ls-files '*.cpp' '*.hpp' | xargs clang-format-14 --dry-run -Werror || broken=$((broken + 1))
}

# Optimised as what is installed, but not across files: that takes as long again.
check_gcc() {
    CXX='ccache g++' build release -Dbench=true -Db_lto=false -Db_pch=false -Dunity=off
}

# A folder at a time, which compiles and is read in a fraction of the time; the release build shows
# that every file includes what it needs. No precompiled headers: clang writes the path of the checkout
# into them, and a compiler cache then gives them to another checkout. -Wno-shadow: a name may hide one of
# a neighbour; within a file GCC sees it.
sanitized="-Dunity=on -Dunity_size=60 -Db_sanitize=address,undefined -Db_lundef=false -Db_lto=false -Dbuildtype=plain -Doptimization=1 -Dcpp_args=['-gline-tables-only','-Wno-shadow']"
# What only reads the program's words, or looks at it with pg_dump, has been read once then.
check_clang() {
    left_out='--no-suite surface --no-suite catalog'
    CXX='ccache clang++-14' build sanitized $sanitized
    left_out=''
}

# Reads the commands of the sanitised build. The test cases are left out: what Catch2's macros make
# of them takes longer to read than everything else together.
check_tidy() {
    [ -f build/sanitized/compile_commands.json ] || CXX='ccache clang++-14' build sanitized $sanitized
    run-clang-tidy-14 -p build/sanitized -quiet "$@" \
        '/src/|/tests/support/[a-z]+\.cpp(?<!main\.cpp)' >build/tidy.log 2>&1 || {
        grep -E '(warning|error):' build/tidy.log | sort -u
        broken=$((broken + 1))
    }
}

# The path-sensitive checks take longer than all the others together, and find what the sanitizers
# and the fuzzers find: for the time before a release.
check_analyze() { check_tidy '-checks=-*,clang-analyzer-*'; }

mkdir -p build
for check in ${*:-format gcc clang tidy}; do
    heading "$check"
    "check_$check"
done

heading 'result'
status=0
if [ -n "$ran" ]; then
    python3 tests/tally.py --broken "$broken" $ran || status=1
else
    echo "$((1 - (broken > 0))) passed, $broken failed"
    [ "$broken" -eq 0 ] || status=1
fi
exit $status
