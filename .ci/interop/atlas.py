"""The program under test and the atlases it makes: how to run it, how to read them, how to say what was found."""
import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("CAMPUS_ATLAS", ROOT / ".build/release/campus-atlas")).resolve()
CORPUS = Path(os.environ.get("CAMPUS_ATLAS_CORPUS", ROOT / "../shared/data")).resolve()
WORK = ROOT / ".build/interop/made"
LEDGER = "import"

_findings = []


def expect(holds, said):
    """Says what was checked; a check that does not hold is remembered and makes the script fail."""
    print(f"  {'ok  ' if holds else 'FAIL'} {said}", flush=True)
    if not holds:
        _findings.append(said)
    return holds


def conclude():
    """Ends the script: 0 when everything held."""
    if _findings:
        print(f"{len(_findings)} finding(s):", *_findings, sep="\n  - ")
    sys.exit(1 if _findings else 0)


def place(name):
    """An empty folder of a check's own."""
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def campus_atlas(*arguments):
    """Runs the program to its end, without a terminal, in English."""
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
        env={**os.environ, "LC_ALL": "C.UTF-8"}, timeout=900)


def must(*arguments):
    """Runs a command that has no reason to fail; stops the script if it does."""
    run = campus_atlas(*arguments)
    if run.returncode != 0:
        sys.exit(f"campus-atlas {' '.join(map(str, arguments))}: exit {run.returncode}\n{run.stdout}{run.stderr}")
    return run.stdout


def new_atlas(path, *options):
    must("init", path, "--name", "Interoperability", *options)
    return path


def demonstration():
    """The demonstration atlas, made once for all the checks."""
    folder = WORK / "demo"
    if not list(folder.glob("*.gpkg")):
        folder.mkdir(parents=True, exist_ok=True)
        must("demo", folder)
    return next(folder.glob("*.gpkg"))


def copy_of(atlas, path):
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            shutil.copy(f"{atlas}{suffix}", f"{path}{suffix}")
    return path


def imported(kind, atlas, file, *options):
    """Imports a file; gives the summary printed as JSON, which must add up, or None when there is none."""
    name = Path(file).name
    run = campus_atlas("import", kind, atlas, file, "--json", *options)
    try:
        summary = json.loads(run.stdout)
    except json.JSONDecodeError:
        expect(False, f"{name}: exit {run.returncode}, no summary: {run.stderr.strip() or run.stdout[:300]}")
        return None
    rows, parts = summary["rows"], {key: summary[key] for key in ("accepted", "refused", "known")}
    expect(
        rows == sum(parts.values()) and summary["sha256"] == sha256(file),
        f"{name}: {rows} rows = {' + '.join(f'{number} {part}' for part, number in parts.items())}, SHA-256 right")
    return summary


def is_clean(atlas):
    """Whether `campus-atlas check` finds nothing."""
    run = campus_atlas("check", atlas)
    said = (run.stdout + run.stderr).strip()
    return expect(run.returncode == 0, f"campus-atlas check {Path(atlas).name}: {said or 'nothing found'}")


def query(atlas, sql, *arguments):
    with contextlib.closing(sqlite3.connect(atlas)) as database:
        return database.execute(sql, arguments).fetchall()


def count(atlas, table):
    return query(atlas, f'SELECT count(*) FROM "{table}"')[0][0]


def content(atlas):
    """One digest per table, rows sorted, clocks of the container left out: equal before and after, nothing changed."""
    digests = {}
    with contextlib.closing(sqlite3.connect(atlas)) as database:
        tables = database.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')").fetchall()
        for (table,) in tables:
            columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")') if row[1] != "last_change"]
            rows = database.execute(f'SELECT {", ".join(chr(34) + c + chr(34) for c in columns)} FROM "{table}"')
            digests[table] = hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()
    return digests


def changed(before, after):
    """The tables that differ, the import ledger apart."""
    return sorted(t for t in before.keys() | after.keys() if before.get(t) != after.get(t) and not t.startswith(LEDGER))


def sha256(file):
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if not os.access(PROGRAM, os.X_OK):
    sys.exit(f"{PROGRAM} is not there: make build")
