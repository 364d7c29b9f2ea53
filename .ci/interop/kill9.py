#!/usr/bin/python3
"""An import killed with signal 9 at 50 random moments is wholly there or wholly not, and can be run again."""
import random
import subprocess
import time

import occurrences
from atlas import PROGRAM, conclude, copy_of, count, expect, imported, is_clean, must, new_atlas, place, query, sha256

TRIALS, BEFORE, ROWS = 50, 500, 20_000
# Beyond the time that one import took alone: some kills must come after its end, on a machine that does other work.
SPREAD = 1.6

folder = place("kill9")
base = new_atlas(folder / "base.gpkg")
imported("observations", base, occurrences.write(BEFORE, 1, folder / "before.tsv"))
file = occurrences.write(ROWS, 2, folder / "killed.tsv")
digest = sha256(file)

whole = copy_of(base, folder / "whole.gpkg")
started = time.monotonic()
imported("observations", whole, file)
duration = time.monotonic() - started
is_clean(whole)
print(f"  uninterrupted: {duration:.2f} s for {ROWS} rows")

chance = random.Random(9)
landed = 0
for trial in range(1, TRIALS + 1):
    atlas = copy_of(base, folder / "trial.gpkg")
    moment = chance.uniform(0, SPREAD * duration)
    process = subprocess.Popen(
        [PROGRAM, "import", "observations", atlas, file],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(timeout=moment)
    except subprocess.TimeoutExpired:
        process.kill()
    process.wait()

    must("check", atlas)
    there = count(atlas, "observation")
    ledger = query(atlas, "SELECT accepted_count FROM import WHERE sha256 = ?", digest)
    if (there, ledger) not in ((BEFORE, []), (BEFORE + ROWS, [(ROWS,)])):
        expect(False, f"trial {trial}, killed at {moment:.3f} s: {there} observations, the ledger says {ledger}")
        continue
    landed += len(ledger)
    must("import", "observations", atlas, file)
    if count(atlas, "observation") != BEFORE + ROWS:
        expect(False, f"trial {trial}: run again after the kill, {count(atlas, 'observation')} observations")
    for leftover in folder.glob("trial.gpkg*"):
        leftover.unlink()

expect(
    0 < landed < TRIALS,
    f"{TRIALS} kills between 0 and {SPREAD * duration:.2f} s: {landed} wholly there, {TRIALS - landed} not at all")
conclude()
