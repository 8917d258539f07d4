#!/usr/bin/env python3
"""The checker itself: it has to see what is wrong, and to see nothing else."""
import json

import checker
import place
import scenario as scenarios


class Answers:
    """A session that says what a test wants it to."""

    def __init__(self, **found):
        self.answers = ["t", json.dumps({"tables": [], "indexes": {}, "ledger": [], "applied": [], "seeds": [],
                                         "log": [], "journal": []} | found)]

    def value(self, _):
        return self.answers.pop(0)


def state(**found):
    return checker.State(Answers(**found))


MARKS = [["1", "first", 1], ["1", "last", 1]]
ONE = scenarios.Scenario("one", ("up",), [scenarios.table(1)])
TWO = scenarios.Scenario("two", ("up",), [scenarios.table(1), scenarios.table(2)])
INDEX = scenarios.Scenario("index", ("up",), [scenarios.indexes(1, on=9)])
DOWN = scenarios.Scenario("down", ("down", "base"), [scenarios.table(1)], applied=1)
SEED = scenarios.Scenario("seed", ("seed",), [], seeds=[scenarios.seed(1)])
SEEDED = [["seed 1", "first", 1], ["seed 1", "last", 1]]
UNDONE = [["1", "down first", 1], ["1", "down last", 1]]

# (what it is, scenario, what is found in the database, whether that is wrong)
DATABASES = [
    ("nothing", ONE, {}, False),
    ("everything", ONE, {"applied": [1], "tables": ["t1"], "ledger": MARKS}, False),
    ("a row without effects", ONE, {"applied": [1]}, True),
    ("effects without a row", ONE, {"tables": ["t1"], "ledger": MARKS}, True),
    ("half of the effects", ONE, {"ledger": MARKS[:1]}, True),
    ("a row and half of the effects", ONE, {"applied": [1], "tables": ["t1"], "ledger": MARKS[:1]}, True),
    ("effects twice", ONE, {"applied": [1], "tables": ["t1"], "ledger": [["1", "first", 2], ["1", "last", 2]]}, True),
    ("twice in the log", ONE, {"applied": [1], "tables": ["t1"], "ledger": MARKS, "log": ["applied 1"] * 2}, True),
    ("a gap", TWO, {"applied": [2], "tables": ["t2"], "ledger": [["2", "first", 1], ["2", "last", 1]]}, True),
    ("an index of two, not applied", INDEX, {"indexes": {"t9_a_1": True}}, False),
    ("an invalid index, applied", INDEX, {"applied": [1], "indexes": {"t9_a_1": True, "t9_b_1": False}}, True),
    ("not yet reverted", DOWN, {"applied": [1], "tables": ["t1"]}, False),
    ("reverted", DOWN, {"ledger": UNDONE}, False),
    ("reverted, and the row is there", DOWN, {"applied": [1], "ledger": UNDONE}, True),
    ("half reverted", DOWN, {"ledger": UNDONE[:1]}, True),
    ("reverted twice", DOWN, {"ledger": [["1", "down first", 2], ["1", "down last", 2]]}, True),
    ("a seed", SEED, {"seeds": ["001_rows"], "ledger": SEEDED}, False),
    ("a seed without its row", SEED, {"ledger": SEEDED}, True),
    ("a row without its seed", SEED, {"seeds": ["001_rows"]}, True),
]
# (scenario, what is found, exit status, words, whether they are wrong)
DONE = {"applied": [1], "tables": ["t1"], "ledger": MARKS}
WORDS = [
    (ONE, DONE, 0, "up    001_table   3 ms\napplied 1 migration; 001_table is the current version", False),
    (ONE, {}, 0, "", True),
    (ONE, {}, 3, "error: lost\n  nothing of 001_table was applied; nothing is applied", False),
    (ONE, DONE, 3, "error: lost\n  nothing of 001_table was applied", True),
    (ONE, DONE, 3, "nothing is applied", True),
    (TWO, DONE, 3, "nothing of 002_table was applied; 001_table is the current version", False),
    (TWO, DONE, 3, "000_other is the current version", True),
    (ONE, {}, 3, "up    001_table   3 ms", True),
    (DOWN, DONE, 3, "down  001_table   3 ms", True),
    (ONE, DONE, 3, "nothing was done", True),
    (ONE, {}, 3, "nothing was done", False),
    (ONE, {}, 7, "error: lost", True),
    (ONE, {}, 7, "whether it was committed is not known\n  then: runner up", False),
]


def main():
    tally = place.Tally()
    for name, scenario, found, wrong in DATABASES:
        seen = checker.disagreements(scenario, state(**found))
        tally.check(bool(seen) == wrong, name, seen, quiet=True)
    for scenario, found, status, words, wrong in WORDS:
        seen = checker.false_words(scenario, state(**found), status, words)
        tally.check(bool(seen) == wrong, f"exit {status}, {words!r}", seen, quiet=True)
    tally.finish()


if __name__ == "__main__":
    main()
