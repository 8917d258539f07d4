"""What must hold after every trial, found out from the database, the exit status and the output alone."""
import json
import re
import subprocess

import place
import scenario as scenarios

STATE = """
SELECT json_build_object(
    'tables', (SELECT coalesce(json_agg(relname), '[]') FROM pg_class
               WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace),
    'indexes', (SELECT coalesce(json_object_agg(relname, indisvalid AND indisready AND indislive), '{}')
                FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
                WHERE relnamespace = 'public'::regnamespace),
    'ledger', (SELECT coalesce(json_agg(json_build_array(file, place, times)), '[]')
               FROM (SELECT file, place, count(*) AS times FROM ledger GROUP BY file, place) AS marks)
    %s)
"""
HISTORY = """,
    'applied', (SELECT coalesce(json_agg(version ORDER BY sequence), '[]') FROM runner.migration),
    'seeds', (SELECT coalesce(json_agg(name), '[]') FROM runner.seed),
    'log', (SELECT coalesce(json_agg(kind || ' ' || subject), '[]') FROM runner.event
            WHERE kind IN ('applied', 'reverted')),
    'journal', (SELECT coalesce(json_agg(json_build_array(version, statement, outcome)), '[]') FROM runner.journal)
"""


class State:
    """One look at a database."""

    def __init__(self, session):
        known = session.value("SELECT to_regclass('runner.journal') IS NOT NULL") == "t"
        found = json.loads(session.value(STATE % (HISTORY if known else "")))
        self.applied = [int(version) for version in found.get("applied", [])]
        self.seeds = found.get("seeds", [])
        self.log = found.get("log", [])
        self.journal = found.get("journal", [])
        self.tables = set(found["tables"])
        self.indexes = found["indexes"]
        self.marks = {(file, place): times for file, place, times in found["ledger"]}

    def __str__(self):
        return (f"applied {self.applied}, seeds {self.seeds}, journal {self.journal}, tables {sorted(self.tables)},"
                f" indexes {self.indexes}, marks {self.marks if len(self.marks) < 30 else len(self.marks)}")


def _presence(state, file, own):
    """What of a file is there: (what is, what is not), and what is there more than once."""
    there, missing, twice = [], [], []
    for place_ in file.marks:
        times = state.marks.get((own, place_), 0)
        (there if times else missing).append(place_)
        if times > 1:
            twice.append(f"{place_} {times} times")
    for name in file.tables:
        (there if name in state.tables else missing).append(name)
    for name in file.indexes:
        (there if state.indexes.get(name) else missing).append(name)
    return there, missing, twice


def disagreements(scenario, state):
    """I1 and I2: what the history says and what is there, as sentences."""
    wrong = []
    order = [file.version for file in scenario.files]
    if state.applied != order[:len(state.applied)]:
        wrong.append(f"I1: applied with a gap or out of order: {state.applied}")
    for file in scenario.files:
        own, applied = str(file.version), file.version in state.applied
        if scenario.goes_down:
            wrong += _disagreements_of_down(state, file, own, applied)
            continue
        there, missing, twice = _presence(state, file, own)
        if file.version <= scenario.applied:
            continue  # the ledger was emptied since
        if applied and missing:
            wrong.append(f"I1: {file.name} has its row, and not {missing[:5]}")
        if not applied and there and not file.indexes:
            wrong.append(f"I1: {file.name} has no row, and there is {there[:5]}")
        if twice:
            wrong.append(f"I2: {file.name} took effect twice: {twice[:5]}")
    for file in scenario.seeds:
        there, missing, twice = _presence(state, file, f"seed {file.version}")
        if (there if not any(file.name in name for name in state.seeds) else missing):
            wrong.append(f"I1: seed {file.name}: {there} there, {missing} not, rows {state.seeds}")
        if twice:
            wrong.append(f"I2: seed {file.name} took effect twice: {twice[:5]}")
    for sentence in {sentence for sentence in state.log if state.log.count(sentence) > 1}:
        wrong.append(f"I2: the log says twice: {sentence}")
    return wrong


def _disagreements_of_down(state, file, own, applied):
    undone = [place_ for place_ in file.undone if (own, place_) in state.marks]
    has_table = file.tables[0] in state.tables
    if applied and (undone or not has_table):
        return [f"I1: {file.name} is applied, and of its down file there is {undone}, table: {has_table}"]
    if not applied and (len(undone) < len(file.undone) or has_table):
        return [f"I1: {file.name} is reverted, and of its down file there is {undone}, table: {has_table}"]
    return [f"I2: {file.name} was reverted twice" for place_ in undone if state.marks[own, place_] > 1]


def is_done(scenario, state):
    seeds = {file.name for file in scenario.seeds}
    return (sorted(state.applied) == sorted(scenario.target())
            and all(any(name in row for row in state.seeds) for name in seeds))


def says_what_is_true(output):
    """Whether it says what is there now, or that it does not know."""
    return bool(re.search(r"current version|is applied|was applied|committed|not known|nothing was done"
                          r"|is seen at the next start", output))


def false_words(scenario, state, status, output, live_lines=True, fresh=True):
    """I3: what the program said, by its exit status and in words, and is not so.

    `live_lines`: whether the lines about single files count, which may be ahead of the disk in a crash;
    `fresh`: whether the scenario began with this run.
    """
    wrong = []
    changed = len(state.applied) != scenario.applied or state.seeds
    if fresh and changed and "nothing was done" in output:
        wrong.append("I3: it says that nothing was done")
    if status == 0 and not is_done(scenario, state):
        wrong.append("I3: exit 0, and not everything is committed")
    if status == 0 and scenario.ends_with != 0:
        wrong.append("I3: exit 0 of a run that has to fail")
    applied = set(state.applied)
    for label in re.findall(r"nothing of (\S+) was applied", output):
        if not scenario.seeds and not scenario.goes_down and _version(label) in applied:
            wrong.append(f"I3: it says that nothing of {label} was applied, and it is")
    for label in re.findall(r"(\d\S*) is the current version", output):
        if _version(label) != max(applied, default=None):
            wrong.append(f"I3: it says that {label} is the current version, and that is {max(applied, default=None)}")
    if re.search(r"nothing is applied", output) and applied:
        wrong.append("I3: it says that nothing is applied")
    for action, label in re.findall(r"^(up|down|seed) +(\d\S*) +\d", output, re.MULTILINE) if live_lines else ():
        there = any(label in name for name in state.seeds) if action == "seed" else _version(label) in applied
        if there == (action == "down"):
            wrong.append(f"I3: it says '{action} {label}', and that is not so")
    if status == 7 and not re.search(r"runner (up|resolve|status|down|seed)|run it again", output):
        wrong.append("I3: exit 7 without the way on")
    return wrong


def _version(label):
    found = re.match(r"\d+", label)
    return int(found.group()) if found else None


class World:
    """A database, a folder of files and the program; undisturbed() brings the first to where it should be."""

    def __init__(self, cluster, runner, database, scenario):
        self.cluster, self.runner, self.database, self.scenario = cluster, runner, database, scenario
        self.folder = scenario.write(cluster.place.folder / f"files-{database}")
        self.by_hand = 0  # statements in doubt that were resolved as the documents say
        self._fill()

    def _fill(self):
        self.cluster.create(self.database)
        with self.session() as session:
            session.rows(scenarios.LEDGER)
        before = self.scenario.applied
        if before:
            done = self.run("up", f"+{before}" if not self.scenario.goes_down else "head")
            if done[0] != 0:
                raise RuntimeError(f"before {self.scenario.name}: {done[1]}")
        with self.session() as session:
            session.rows("CREATE SCHEMA saved; DO $$ DECLARE name text; BEGIN FOR name IN SELECT tablename FROM"
                         " pg_tables WHERE schemaname = 'runner' LOOP EXECUTE format('CREATE TABLE saved.%I AS TABLE"
                         " runner.%I', name, name); END LOOP; END $$")

    def restore(self):
        """As it was before the scenario began. Quicker than a new database, and knows nothing of the history."""
        tables = "".join(file.up for file in self.scenario.files[:self.scenario.applied])
        if self.scenario.applied:
            history = ("DO $$ DECLARE name text; BEGIN FOR name IN SELECT tablename FROM pg_tables WHERE schemaname ="
                       " 'saved' LOOP EXECUTE format('DELETE FROM runner.%I; INSERT INTO runner.%I OVERRIDING SYSTEM"
                       " VALUE TABLE saved.%I', name, name, name); END LOOP; END $$;")
        else:
            history = "DROP SCHEMA IF EXISTS runner CASCADE;"
        with self.session() as session:
            session.rows("SET client_min_messages = error; DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
                         + scenarios.LEDGER + tables + history + "TRUNCATE ledger")

    def session(self):
        return self.cluster.session(self.database)

    def state(self):
        with self.session() as session:
            return State(session)

    def command(self, *words, port=None, url=None):
        return [self.runner, "--no-env-file", "-u", url or self.cluster.url(self.database, port),
                "-d", f"{self.folder}/migrations", "--seeds-dir", f"{self.folder}/seeds", *words]

    def start(self, *words, port=None, url=None, **options):
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "stdin": subprocess.DEVNULL,
                   "text": True, "errors": "replace"} | options
        return self.cluster.place.start(self.command(*(words or self.scenario.words), port=port, url=url),
                                        cwd=self.folder, **options)

    def run(self, *words, port=None, url=None, patience=60):
        """(exit status, or None when it did not end; output)"""
        return outcome(self.start(*words, port=port, url=url), patience)

    def undisturbed(self, url=None):
        """Runs it without a fault until it is done; what is wrong with that, as sentences."""
        output = ""
        for _ in range(6):
            status, words = self.run(url=url)
            output += words
            if status != 7 or self.scenario.in_transactions or not self._resolve():
                break
        state = self.state()
        wrong = disagreements(self.scenario, state) + false_words(
            self.scenario, state, status, words, fresh=False)
        if status != self.scenario.ends_with:
            wrong.append(f"the next run ends with {status}")
        if not is_done(self.scenario, state):
            wrong.append("the next run does not finish the work")
        invalid = [name for name, valid in state.indexes.items() if not valid]
        if invalid:
            wrong.append(f"INVALID: {invalid}")
        return wrong and [*wrong, str(state), output]

    def _resolve(self):
        """As the documents say: look whether the statement in doubt took effect, then tell runner."""
        state = self.state()
        stopped = [(int(version), int(number), outcome_) for version, number, outcome_ in state.journal
                   if outcome_ != "done"]
        for version, number, outcome_ in stopped:
            file = next(file for file in self.scenario.files if file.version == version)
            name = file.indexes[number - 1]
            if state.indexes.get(name) is False:
                with self.session() as session:
                    session.rows(f"DROP INDEX {name}")
            if outcome_ == "unknown":
                self.run("resolve", version, "--applied" if state.indexes.get(name) else "--not-applied")
            self.by_hand += 1
        return bool(stopped)


def outcome(process, patience=60):
    try:
        output = process.communicate(timeout=patience)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        return None, process.communicate()[0] or ""
    return process.returncode, output
