"""The tries of exit_codes.py: command, name, what is prepared, the line, its exit status, words it must print."""

NOWHERE = "postgres://nobody@127.0.0.1:1/none"

PAIRS = """mkdir -p migrations seeds
for i in 1 2 3; do
  echo "create table t$i ();" > migrations/00${i}_t$i.up.sql
  echo "drop table t$i;" > migrations/00${i}_t$i.down.sql
done
"""
APPLIED = PAIRS + "runner up -q\n"
EDITED = APPLIED + 'echo "create table other ();" > migrations/002_t2.up.sql\n'
BROKEN = PAIRS + 'echo "select oops;" > migrations/002_t2.up.sql\n'
BAD_FILE = PAIRS + 'echo "select (1;" > migrations/003_t3.up.sql\n'
BAD_DOWN = APPLIED + 'echo "select oops;" > migrations/003_t3.down.sql\n'
ONE_WAY = PAIRS + 'sed -i "1i -- @irreversible: no way back" migrations/003_t3.up.sql\nrunner up -q\n'
HALF = PAIRS + """printf -- '-- @transaction: none\\nselect 1;\\nselect oops;\\n' > migrations/004_half.up.sql
runner up -q 2>/dev/null
"""
DOUBT = PAIRS + """printf -- '-- @transaction: none\\nselect 1, pg_terminate_backend(pg_backend_pid());\\n' > migrations/004_end.up.sql
runner up -q 2>/dev/null
"""
PROTECTED = APPLIED + "printf '[env.production]\\nprotected = true\\n' > runner.toml\n"
SEED = APPLIED + 'echo "select 1;" > seeds/001_one.sql\n'
BAD_SEED = APPLIED + 'echo "select oops;" > seeds/001_one.sql\n'
ASLEEP = """until runner db shell -- -Atc "select count(*) from pg_stat_activity where query like '%pg_sleep(30)%' and
  pid <> pg_backend_pid() and datname = current_database() and state = 'active'" | grep -q '[1-9]'; do sleep 0.1; done
"""
# Another runner is at work for a while, and has the lock.
BUSY = PAIRS + """echo 'select pg_sleep(30);' > migrations/004_slow.up.sql
echo 'select 1;' > migrations/004_slow.down.sql
runner up -q & echo $! > other.pid
""" + ASLEEP + """trap 'kill $(cat other.pid); wait' EXIT
"""
SLOW = PAIRS + "echo 'select pg_sleep(30);' > migrations/002_t2.up.sql\n"
SIGNAL = "runner {line} & pid=$!\n" + ASLEEP + "kill -{signal} $pid; wait $pid"

# command, name, preparation, line, exit status, words
ROWS = [
    ("init", "writes", "", "runner init", 0, "runner.toml"),
    ("init", "takes no argument", "", "runner init here", 2, "unexpected argument here"),
    ("init", "unknown option", "", "runner init --frce", 2, "unknown option --frce"),

    ("new", "writes", "", "runner new add users", 0, "add_users.up.sql"),
    ("new", "needs a name", "", "runner new", 2, "new needs NAME"),
    ("new", "two ways to number", "", "runner new x --version 3 --timestamp", 2, "exclude each other"),
    ("new", "the number is taken", PAIRS, "runner new again --version 2", 2, "2"),
    ("new", "no number", "", "runner new x --version two", 2, "no version"),

    ("up", "applies", PAIRS, "runner up", 0, "applied 3 migrations"),
    ("up", "nothing to do", APPLIED, "runner up", 0, "nothing to do"),
    ("up", "a statement fails", BROKEN, "runner up", 1, "nothing of 002_t2 was applied; 001_t1 is the current version"),
    ("up", "a seed fails", BAD_SEED, "runner up --seed", 1, "nothing of 001_one was kept"),
    ("up", "no such version", PAIRS, "runner up 9", 2, "no known migration 9"),
    ("up", "backwards", PAIRS, "runner up -1", 2, "runner down -1"),
    ("up", "by another name", PAIRS, "runner up 002_other", 2, "migration 2 is 002_t2, not 2_other"),
    ("up", "a setting is wrong", "echo 'wiat = \"5s\"' > runner.toml", "runner up", 2, "wait"),
    ("up", "a URL is wrong", PAIRS, "runner up -u mysql://x", 2, "postgres://"),
    ("up", "not all in one transaction", PAIRS + "echo 'create index concurrently i on t1 ((1));' > migrations/004_i.up.sql", "runner up --atomic", 2, "cannot run in a transaction"),
    ("up", "seeds are protected", PROTECTED, "runner up --seed --env production", 2, "--allow-protected"),
    ("up", "no server", PAIRS, f"runner up -u {NOWHERE}", 3, "nothing was done"),
    ("up", "no database", PAIRS, "runner up -u \"$(echo $DATABASE_URL | sed 's#/[^/?]*?#/nothing_there?#')\"", 3, "runner db create"),
    ("up", "the server does not come", PAIRS, f"runner up --wait 100ms -u {NOWHERE}", 4, "did not come"),
    ("up", "another runner", BUSY, "runner up --lock-wait 200ms", 4, "lock"),
    ("up", "a table is locked", PAIRS + "echo 'create table users ();' > migrations/004_users.up.sql\nrunner up -q\necho 'alter table users add a int;' > migrations/005_a.up.sql\nsh \"$SOURCE/tests/support/hold.sh\" 5", "runner up --lock-timeout 100ms --lock-retries 0", 4, "BLOCKED BY"),
    ("up", "edited", EDITED + 'echo "select 4;" > migrations/004_four.up.sql', "runner up", 6, "edited after it was applied"),
    ("up", "missing", APPLIED + "rm migrations/002_t2.*.sql", "runner up", 6, "file is missing"),
    ("up", "late", "mkdir -p migrations; echo 'select 1;' > migrations/005_five.up.sql; runner up -q; echo 'select 1;' > migrations/004_four.up.sql", "runner up", 6, "is late"),
    ("up", "a file that is no SQL", BAD_FILE, "runner up", 6, "003_t3.up.sql:1:8"),
    ("up", "two of a number", PAIRS + "echo 'select 1;' > migrations/2_again.up.sql", "runner up", 6, "2"),
    ("up", "a directive that is none", PAIRS + "echo '-- @descripton: x' > migrations/002_t2.up.sql", "runner up", 6, "descripton"),
    ("up", "ahead is an error", APPLIED + "echo 'ahead = \"error\"' > runner.toml; rm migrations/003*", "runner up", 6, "newer than every file"),
    ("up", "stops half way", PAIRS + HALF.splitlines()[-2], "runner up", 7, "stopped at statement 2"),
    ("up", "in doubt", DOUBT, "runner up", 7, "runner resolve 4 --applied"),
    ("up", "interrupted", SLOW, SIGNAL.format(line="up", signal="INT"), 130, "interrupted"),
    ("up", "terminated", SLOW, SIGNAL.format(line="up", signal="TERM"), 143, "nothing of 002_t2 was applied"),

    ("down", "reverts", APPLIED, "runner down", 0, "reverted 1 migration"),
    ("down", "a statement fails", BAD_DOWN, "runner down", 1, "nothing of 003_t3 was reverted"),
    ("down", "more than one is asked about", APPLIED, "runner down -2", 2, "needs --yes"),
    ("down", "is protected", PROTECTED, "runner down --env production", 2, "--allow-protected production"),
    ("down", "not applied", APPLIED, "runner down 9", 2, "no applied migration 9"),
    ("down", "forwards", APPLIED, "runner down +1", 2, "runner up +1"),
    ("down", "no server", PAIRS, f"runner down -u {NOWHERE}", 3, "nothing was done"),
    ("down", "no way back", ONE_WAY, "runner down", 6, "no way back"),
    ("down", "half way", DOUBT, "runner down", 7, "whether statement 1 took effect is not known"),
    ("down", "terminated", APPLIED + "echo 'select pg_sleep(30);' > migrations/003_t3.down.sql", SIGNAL.format(line="down", signal="TERM"), 143, "nothing of 003_t3 was reverted"),

    ("goto", "goes", APPLIED, "runner goto 2", 0, "002_t2 is the current version"),
    ("goto", "a statement fails", BAD_DOWN, "runner goto 2", 1, "nothing of 003_t3 was reverted"),
    ("goto", "needs a target", PAIRS, "runner goto", 2, "goto needs TARGET"),
    ("goto", "more than one is asked about", APPLIED, "runner goto 1", 2, "needs --yes"),
    ("goto", "is protected backwards", PROTECTED, "runner goto 2 --env production", 2, "--allow-protected production"),
    ("goto", "no such version", PAIRS, "runner goto 9", 2, "no known migration 9"),
    ("goto", "no server", PAIRS, f"runner goto 1 -u {NOWHERE}", 3, "nothing was done"),
    ("goto", "no way back", ONE_WAY, "runner goto 2", 6, "no way back"),
    ("goto", "half way", DOUBT, "runner goto 1 --yes", 7, "is not known"),

    ("redo", "goes", APPLIED, "runner redo", 0, "reverted 1 migration, applied 1 migration"),
    ("redo", "a statement fails", BAD_DOWN, "runner redo", 1, "nothing of 003_t3 was reverted"),
    ("redo", "forwards", APPLIED, "runner redo +1", 2, "redo goes back first"),
    ("redo", "is protected", PROTECTED, "runner redo --env production", 2, "--allow-protected production"),
    ("redo", "no server", PAIRS, f"runner redo -u {NOWHERE}", 3, "nothing was done"),
    ("redo", "the file to apply again is no SQL", APPLIED + "echo 'select (1;' > migrations/003_t3.up.sql", "runner redo", 6, "003_t3.up.sql"),
    ("redo", "half way", DOUBT, "runner redo", 7, "is not known"),

    ("seed", "runs", SEED, "runner seed", 0, "ran 1 seed"),
    ("seed", "a statement fails", BAD_SEED, "runner seed", 1, "nothing of 001_one was kept"),
    ("seed", "no such seed", SEED, "runner seed 007", 2, "no seed 007"),
    ("seed", "is protected", PROTECTED, "runner seed --env production", 2, "--allow-protected production"),
    ("seed", "no server", SEED, f"runner seed -u {NOWHERE}", 3, "nothing was done"),
    ("seed", "a file that is no SQL", APPLIED + "echo 'select (1;' > seeds/001_one.sql", "runner seed", 6, "001_one.sql:1:8"),

    ("status", "shows", APPLIED, "runner status --exit-code", 0, "3 applied, 0 pending"),
    ("status", "without the option", PAIRS, "runner status", 0, "3 pending"),
    ("status", "pending", PAIRS, "runner status --exit-code", 5, "3 pending"),
    ("status", "edited", EDITED, "runner status --exit-code", 6, "edited"),
    ("status", "half way", HALF, "runner status --exit-code", 7, "stopped half way"),
    ("status", "takes no argument", PAIRS, "runner status 3", 2, "unexpected argument 3"),
    ("status", "no server", PAIRS, f"runner status -u {NOWHERE}", 3, "nothing was done"),

    ("current", "shows", APPLIED, "runner current --check-head", 0, "003_t3"),
    ("current", "pending", PAIRS, "runner current --check-head", 5, "3 pending"),
    ("current", "edited", EDITED, "runner current --check-heads", 6, "edited"),
    ("current", "half way", HALF, "runner current --check-head", 7, "half way"),
    ("current", "no server", PAIRS, f"runner current -u {NOWHERE}", 3, "nothing was done"),

    ("history", "shows", APPLIED, "runner history", 0, "applied  003_t3"),
    ("history", "a limit that is none", APPLIED, "runner history --limit x", 2, "expected a number from 1"),
    ("history", "no version", APPLIED, "runner history users", 2, "no version"),
    ("history", "no server", PAIRS, f"runner history -u {NOWHERE}", 3, "nothing was done"),
    ("history", "of a newer runner", APPLIED + "runner db shell -- -qc 'insert into runner.layout (version) values (99)'", "runner history", 6, "newer runner"),

    ("show", "shows", APPLIED, "runner show 2", 0, "002_t2"),
    ("show", "differs", EDITED, "runner show 2 --diff", 0, "+create table other"),
    ("show", "no such version", APPLIED, "runner show 9", 2, "no migration 9"),
    ("show", "no text is kept", PAIRS, "runner show 1 --sql up", 2, "not applied"),
    ("show", "no server", PAIRS, f"runner show 1 -u {NOWHERE}", 3, "nothing was done"),
    ("show", "a file that is no SQL", BAD_FILE, "runner show 3", 6, "003_t3.up.sql"),

    ("verify", "agree", APPLIED, "runner verify", 0, "files and history agree"),
    ("verify", "edited", EDITED, "runner verify", 6, "edited"),
    ("verify", "offline", BAD_FILE, "runner verify --offline", 6, "003_t3.up.sql"),
    ("verify", "half way", DOUBT, "runner verify", 7, "half way"),
    ("verify", "takes no argument", PAIRS, "runner verify 3", 2, "unexpected argument 3"),
    ("verify", "no server", PAIRS, f"runner verify -u {NOWHERE}", 3, "nothing was done"),

    ("resolve", "decides", DOUBT, "runner resolve 4 --applied", 0, "has had its effect"),
    ("resolve", "neither", DOUBT, "runner resolve 4", 2, "--applied or --not-applied"),
    ("resolve", "nothing is in doubt", APPLIED, "runner resolve 3 --applied", 2, "in doubt"),
    ("resolve", "no server", PAIRS, f"runner resolve 1 --applied -u {NOWHERE}", 3, "nothing was done"),
    ("resolve", "another runner", BUSY, "runner resolve 3 --applied --lock-wait 200ms", 4, "lock"),

    ("plan", "shows", PAIRS, "runner plan", 0, "plan  xxh3-128:"),
    ("plan", "a rehearsal fails", BROKEN, "runner plan --rehearse", 1, "002_t2.up.sql:1:8"),
    ("plan", "no such version", PAIRS, "runner plan 9", 2, "no known migration 9"),
    ("plan", "psql cannot", SEED + "echo 'id' > seeds/002_t1.csv", "runner plan --sql --seed", 2, "CSV seed"),
    ("plan", "no server", PAIRS, f"runner plan -u {NOWHERE}", 3, "nothing was done"),
    ("plan", "edited", EDITED, "runner plan", 6, "edited after it was applied"),
    ("up", "another plan than was reviewed", PAIRS, "runner up --expect-plan xxh3-128:00000000000000000000000000000000", 6, "not the one that was reviewed"),
    ("up", "no sum", PAIRS, "runner up --require-sum", 6, "runner.sum"),

    ("heads", "shows", PAIRS, "runner heads", 0, "003_t3"),
    ("heads", "takes no argument", PAIRS, "runner heads 3", 2, "unexpected argument 3"),
    ("heads", "no server", PAIRS, f"runner heads -u {NOWHERE}", 3, "nothing was done"),
    ("heads", "depends on nothing there", PAIRS + "echo '-- @depends: 9' > migrations/004_d.up.sql", "runner heads --offline", 6, "@depends names 9"),
    ("graph", "draws", PAIRS, "runner graph", 0, "003_t3"),
    ("graph", "takes no argument", PAIRS, "runner graph 3", 2, "unexpected argument 3"),
    ("graph", "depends on nothing there", PAIRS + "echo '-- @depends: 9' > migrations/004_d.up.sql", "runner graph", 6, "@depends names 9"),

    ("sum", "writes", PAIRS, "runner sum", 0, "added    003_t3.up.sql"),
    ("sum", "takes no argument", PAIRS, "runner sum 3", 2, "unexpected argument 3"),
    ("sum", "no folder", "", "runner sum", 2, "runner init"),
    ("verify", "the sum is older", PAIRS + "runner sum -q; echo 'select 1;' >> migrations/002_t2.up.sql", "runner verify --offline", 6, "runner sum"),
    ("verify", "no repository", PAIRS, "runner verify --base main", 2, "git repository"),
    ("renumber", "moves", PAIRS + "echo 'select 1;' > migrations/2_again.up.sql", "runner renumber --offline", 0, "2_again -> 4_again"),
    ("renumber", "no repository", PAIRS, "runner renumber --base main", 2, "git repository"),
    ("renumber", "no server", PAIRS, f"runner renumber -u {NOWHERE}", 3, "nothing was done"),
    ("repair", "accepts", EDITED, "runner repair --yes", 0, "accepted 1 edit"),
    ("repair", "asks", EDITED, "runner repair", 2, "needs --yes"),
    ("repair", "no such version", APPLIED, "runner repair 9", 2, "no applied migration 9"),
    ("repair", "no server", PAIRS, f"runner repair -u {NOWHERE}", 3, "nothing was done"),
    ("repair", "another runner", BUSY + "echo 'select 3;' > migrations/001_t1.up.sql", "runner repair --yes --lock-wait 200ms", 4, "lock"),
    ("baseline", "marks", PAIRS, "runner baseline 2", 0, "002_t2"),
    ("baseline", "no such file", PAIRS, "runner baseline 9", 2, "no file of a migration 9"),
    ("baseline", "no server", PAIRS, f"runner baseline 2 -u {NOWHERE}", 3, "nothing was done"),
    ("baseline", "another runner", BUSY, "runner baseline 4 --lock-wait 200ms", 4, "lock"),
    ("baseline", "half way", HALF, "runner baseline 4", 7, "stopped half way"),

    ("seed", "cannot be run again", APPLIED + "echo 'create table if not exists n (i int); insert into n values (1);' > seeds/001_n.sql", "runner seed --prove", 8, "001_n.sql"),
    ("check", "finds nothing", PAIRS, "runner check --all", 0, "no finding"),
    ("check", "nothing is pending", APPLIED, "runner check", 0, "nothing is pending"),
    ("check", "no such programs", PAIRS, "runner check --all --pg-bin nowhere", 2, "does not hold initdb"),
    ("check", "no server", PAIRS, f"runner check -u {NOWHERE}", 3, "nothing was done"),
    ("check", "down leaves an index", PAIRS + "printf 'select 1' > migrations/004_i.up.sql; printf 'create table left_there ()' > migrations/004_i.down.sql", "runner check --all", 8, "004_i down leaves table `public.left_there`"),
    ("drift", "no difference", APPLIED, "runner drift", 0, "is what its 3 migrations build"),
    ("drift", "takes no argument", APPLIED, "runner drift shop", 2, "unexpected argument shop"),
    ("drift", "no server", PAIRS, f"runner drift -u {NOWHERE}", 3, "nothing was done"),
    ("drift", "a table by hand", APPLIED + "echo 'create table extra ()' | runner db shell -q\n", "runner drift", 8, "+ table public.extra"),
    ("squash", "puts together", PAIRS, "runner squash 2", 0, "2 migrations are one: 002_baseline"),
    ("squash", "no such version", PAIRS, "runner squash 9", 2, "there is no migration 9"),
    ("squash", "the first one", PAIRS, "runner squash 1", 2, "there is nothing to put together"),
    ("squash", "no version", PAIRS, "runner squash", 2, "VERSION"),
    ("squash", "no such programs", PAIRS, "runner squash 2 --pg-bin nowhere", 2, "does not hold initdb"),
    ("squash", "a file does not run", BROKEN, "runner squash 2", 1, "oops"),
    ("squash", "not the same twice", PAIRS + """echo "do \$\$ begin execute format('create table r%s ()', oid) from pg_database where datname = current_database(); end \$\$" > migrations/004_s.up.sql
""", "runner squash 3", 8, "would not build what the old ones build"),
    ("dump", "writes", APPLIED, "runner dump", 0, "CREATE TABLE public.t3"),
    ("dump", "takes no argument", APPLIED, "runner dump shop", 2, "unexpected argument shop"),
    ("erd", "draws", APPLIED, "runner erd", 0, '"t3" {'),
    ("erd", "takes no argument", APPLIED, "runner erd t3", 2, "unexpected argument t3"),
    ("erd", "no such table", APPLIED, "runner erd --tables none", 2, "no table fits none"),
    ("erd", "no table named", APPLIED, "runner erd --tables ,", 2, "--tables: an empty pattern"),
    ("erd", "two forms at once", APPLIED, "runner erd --dot --svg", 2, "exclude each other"),
    ("erd", "no Graphviz", APPLIED, "PATH=/nowhere $(command -v runner) erd --svg", 2, "cannot run dot"),
    ("erd", "no server", "", f"runner erd -u {NOWHERE}", 3, "nothing was done"),
    ("dump", "no server", "", f"runner dump -u {NOWHERE}", 3, "nothing was done"),

    ("import", "takes over", "mkdir old; printf -- '-- +goose Up\\nselect 1;\\n' > old/00001_a.sql", "runner import goose --from old --files-only", 0, "00001_a.up.sql"),
    ("import", "no such tool", "", "runner import nothing", 2, "golang-migrate"),
    ("import", "no such folder", "", "runner import goose --from nothing", 2, "nothing"),
    ("import", "not of that tool", "mkdir old; echo 'select 1;' > old/00001_a.sql", "runner import goose --from old --files-only", 6, "+goose Up"),
    ("import", "no server", "mkdir old; printf -- '-- +goose Up\\nselect 1;\\n' > old/00001_a.sql", f"runner import goose --from old -u {NOWHERE}", 3, "nothing was done"),

    ("completion", "writes", "", "runner completion bash", 0, "complete"),
    ("help", "one command", "", "runner help up", 0, "Usage: runner up"),
    ("help", "no such command", "", "runner help nothing", 2, "unknown command nothing"),
    ("completion", "no such shell", "", "runner completion csh", 2, "zsh"),

    ("version", "says", "", "runner version", 0, "libpq"),
    ("version", "no server", "", f"runner version -u {NOWHERE}", 3, "nothing was done"),

    ("split", "shows", PAIRS, "runner split migrations/001_t1.up.sql", 0, "CREATE TABLE"),
    ("split", "needs a file", "", "runner split", 2, "split needs FILE"),
    ("split", "no such file", "", "runner split nothing.sql", 6, "nothing.sql"),
    ("split", "a file that is no SQL", BAD_FILE, "runner split migrations/003_t3.up.sql", 6, "003_t3.up.sql:1:8"),

    ("db create", "is there", "", "runner db create", 0, "the database is there"),
    ("db create", "takes no argument", "", "runner db create shop", 2, "unexpected argument shop"),
    ("db create", "no server", "", f"runner db create -u {NOWHERE}", 3, "nothing was done"),

    ("db drop", "drops", "", "runner db drop --yes", 0, "dropped the database"),
    ("db drop", "in use", "runner db shell -- -qc 'select pg_sleep(30)' &\n" + ASLEEP, "runner db drop --yes", 1, "--force"),
    ("db drop", "asks", "", "runner db drop", 2, "needs --yes"),
    ("db drop", "is protected", PROTECTED, "runner db drop --yes --env production", 2, "--allow-protected production"),
    ("db drop", "no server", "", f"runner db drop --yes -u {NOWHERE}", 3, "nothing was done"),

    ("db reset", "builds again", APPLIED, "runner db reset --yes", 0, "applied 3 migrations"),
    ("db reset", "a statement fails", BROKEN, "runner db reset --yes", 1, "nothing of 002_t2 was applied"),
    ("db reset", "asks", APPLIED, "runner db reset", 2, "needs --yes"),
    ("db reset", "is protected", PROTECTED, "runner db reset --yes --env production", 2, "--allow-protected production"),
    ("db reset", "no server", PAIRS, f"runner db reset --yes -u {NOWHERE}", 3, "nothing was done"),
    ("db reset", "a file that is no SQL", BAD_FILE, "runner db reset --yes", 6, "003_t3.up.sql"),

    ("db wait", "is there", "", "runner db wait", 0, "accepts connections"),
    ("db wait", "is migrated", APPLIED, "runner db wait --for head", 0, "3_t3 is applied"),
    ("db wait", "not a version", PAIRS, "runner db wait --for users", 2, "no version"),
    ("db wait", "by another name", APPLIED, "runner db wait --for 002_other", 2, "not 2_other"),
    ("db wait", "no file to wait for", "mkdir migrations", "runner db wait --for head", 2, "no migration to wait for"),
    ("db wait", "the server does not come", "", f"runner db wait --wait 100ms -u {NOWHERE}", 4, "did not come"),
    ("db wait", "nobody migrates", PAIRS, "runner db wait --for head --wait 100ms", 4, "nothing has migrated this database yet"),
    ("db wait", "interrupted", PAIRS, "runner db wait --for head & pid=$!; sleep 1; kill -TERM $pid; wait $pid", 143, "interrupted"),

    ("db shell", "runs psql", "", "runner db shell -- -Atc 'select 6 * 7'", 0, "42"),
    ("db shell", "exits as psql does", "", "runner db shell -- -c 'select oops'", 1, "oops"),
    ("db shell", "no psql", "mkdir bin pg; ln -s \"$(command -v runner)\" bin/runner; for i in initdb pg_ctl postgres; do printf '#!/bin/sh\\n' > pg/$i; chmod +x pg/$i; done", "PATH=$PWD/bin RUNNER_PG_BIN=$PWD/pg runner db shell", 2, "psql is not installed"),
    ("db shell", "no server", "", f"runner db shell -u {NOWHERE}", 3, "nothing was done"),

    ("db start", "not a private server", "", "runner db start", 2, "embedded:DIR"),
    ("db start", "starts", "", "runner db start -u embedded:$PWD/pg && runner db stop -u embedded:$PWD/pg", 0, "postgres"),
    ("db stop", "not a private server", "", "runner db stop", 2, "embedded:DIR"),
    ("db stop", "is not running", "", "runner db stop -u embedded:$PWD/pg", 0, "not running"),
]

GENERAL = [
    ("no command", "", "runner", 2, "no command given"),
    ("unknown command", "", "runner migarte", 2, "did you mean"),
    ("an option without its value", "", "runner up --wait", 2, "needs a value"),
    ("help", "", "runner --help", 0, "Exit codes"),
]
