#!/usr/bin/env python3
"""The waste book on 1,000,000 weighings, beside DuckDB and sqlite3 on the same rows.

    python3 Benchmarks/waste.py [path of campus-atlas, else .build/release/campus-atlas]
                                [--rows 1000000] [--seed 3] [--runs 3]

Makes ten years of weighings of three campuses, imports them, corrects or cancels one in a hundred, and times the import,
`waste year`, the closing of a month, `waste rates`, `waste review` and the outgoing register: the median of the runs, on the
clock and on the processor, and the most memory that one of them held. sqlite3 (Debian: sqlite3) and DuckDB (its Python
module) load the same two files and answer for the same cells: grams by campus, stream and month, of what was weighed and of
what was estimated. Prints a table, whose ratios are of processor time, and exits with status 1 when one gram differs, or
when the same ledger imported in another order does not close its months with the same bytes. Python's standard library
only; a peer that is not there is left out.
"""

import argparse
import collections
import csv
import datetime
import importlib.util
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

FIRST, LAST, YEAR = 2016, 2025, 2024
ROOT = pathlib.Path(__file__).resolve().parent.parent
CAMPUSES = ["Campus 1", "Campus 2", "Campus 3"]
STREAMS = ["OM", "OM", "OM", "FOOD", "FOOD", "MIXREC", "MIXREC", "PAPER", "GLASS", "METAL", "GREEN", "MINERAL", "BATT"]
METHODS = ["A", "A", "B", "B", "C", "C", "C", "D", "E", "F", "U"]
DESTINATIONS = {
    "OM": ["INCIN", "LANDFILL", "ENERGY"], "FOOD": ["COMPOST_ON", "COMPOST_OFF", "DIGEST"], "GREEN": ["COMPOST_ON"],
    "MIXREC": ["SORTING"], "BATT": ["RECYCLE", "HAZ_TREAT"]}

Run = collections.namedtuple("Run", "seconds processor megabytes output")


# What is measured


def make(folder, count, seed):
    """Writes the outlines, the weighings, and what is corrected or cancelled afterwards."""
    chance = random.Random(seed)
    with open(folder / "campuses.csv", "w", encoding="utf-8") as file:
        file.write("name;geometry_wkt\n")
        for number, name in enumerate(CAMPUSES):
            x, y = 790_000 + 3_000 * number, 6_337_000
            file.write(f"{name};POLYGON (({x} {y}, {x + 500} {y}, {x + 500} {y + 500}, {x} {y + 500}, {x} {y}))\n")
    start = datetime.date(FIRST, 1, 1)
    days = [(start + datetime.timedelta(day)).isoformat() for day in range((datetime.date(LAST + 1, 1, 1) - start).days)]
    identity = "00000000-0000-4000-8000-{:012}".format
    with open(folder / "weighings.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=";", lineterminator="\n")
        table.writerow(["uuid", "weighed_on", "campus", "stream", "mass", "unit", "method", "destination"])
        for number in range(count):
            stream = chance.choice(STREAMS)
            grams = int(chance.lognormvariate(11, 1)) + 1
            table.writerow([
                identity(number), chance.choice(days), chance.choice(CAMPUSES), stream,
                f"{grams // 1000}.{grams % 1000:03}", "kg", chance.choice(METHODS),
                chance.choice(DESTINATIONS.get(stream, ["RECYCLE"]))])
    with open(folder / "corrections.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=";", lineterminator="\n")
        table.writerow(["uuid", "corrects", "grams", "is_cancelled"])
        for number in sorted(chance.sample(range(count), count // 100)):
            table.writerow([
                identity(count + number), identity(number), chance.randrange(1, 400_000), chance.randrange(2)])


def run(command, script=None):
    """One run of a program: how long, and the most memory it held, as the kernel counts it."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as messages:
        given.write((script or "").encode())
        given.seek(0)
        started = time.perf_counter()
        process = subprocess.Popen(command, stdin=given, stdout=output, stderr=messages)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        messages.seek(0)
        # 1 says that there is something to look at, in a review or beside a register.
        if process.returncode not in (0, 1):
            sys.exit(f"{' '.join(map(str, command))}: exit status {process.returncode}\n{messages.read().decode()}")
        return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.read().decode())


def median(measure, times):
    runs = [measure() for _ in range(times)]
    seconds, processor = (statistics.median(times) for times in zip(*((r.seconds, r.processor) for r in runs)))
    return Run(seconds, processor, max(r.megabytes for r in runs), runs[-1].output)


# The peers: the same two files, the same cells

CURRENT = """
    SELECT w.campus, w.stream, w.weighed_on, w.method, coalesce(c.grams, w.grams) AS grams
    FROM weighing AS w LEFT JOIN correction AS c ON c.corrects = w.uuid
    WHERE coalesce(c.is_cancelled, 0) = 0"""
GRID = f"""
    SELECT campus, stream, substr(CAST(weighed_on AS VARCHAR), 6, 2) AS month,
      sum(CASE WHEN method IN ('A', 'B', 'C') THEN grams ELSE 0 END),
      sum(CASE WHEN method IN ('A', 'B', 'C') THEN 0 ELSE grams END), count(*)
    FROM ({CURRENT}) AS standing
    WHERE weighed_on BETWEEN '{YEAR}-01-01' AND '{YEAR}-12-31'
    GROUP BY campus, stream, month"""


class SQLite:
    name = "sqlite3"

    def __init__(self, folder):
        self.program, self.file, self.folder = shutil.which("sqlite3"), folder / "peer.sqlite", folder

    @property
    def is_here(self):
        return self.program is not None

    def load(self):
        return run([self.program, self.file], f"""
            CREATE TABLE given (uuid, weighed_on, campus, stream, mass, unit, method, destination);
            CREATE TABLE weighing (uuid TEXT PRIMARY KEY, weighed_on TEXT, campus TEXT, stream TEXT, grams INTEGER,
              method TEXT, destination TEXT) WITHOUT ROWID;
            CREATE TABLE correction (uuid TEXT, corrects TEXT PRIMARY KEY, grams INTEGER, is_cancelled INTEGER) WITHOUT ROWID;
.mode csv
.separator ;
.import --skip 1 {self.folder / 'weighings.csv'} given
.import --skip 1 {self.folder / 'corrections.csv'} correction
            INSERT INTO weighing SELECT uuid, weighed_on, campus, stream, CAST(round(mass * 1000) AS INTEGER), method,
              destination FROM given;
            DROP TABLE given;
            CREATE INDEX weighing_day ON weighing (weighed_on);
        """)

    def grid(self):
        return run([self.program, "-readonly", "-separator", "\t", self.file], GRID + ";")


class DuckDB:
    name = "DuckDB"

    def __init__(self, folder):
        self.file, self.folder = folder / "peer.duckdb", folder

    @property
    def is_here(self):
        return importlib.util.find_spec("duckdb") is not None

    def script(self, *statements):
        # One thread, as ours is one.
        return run([sys.executable, "-"], f"""
import duckdb
with duckdb.connect({str(self.file)!r}) as db:
    db.execute("SET threads = 1")
    for statement in {statements!r}:
        rows = db.execute(statement).fetchall()
    for row in rows:
        print("\\t".join(map(str, row)))
""")

    def load(self):
        return self.script(
            f"""CREATE TABLE weighing AS SELECT uuid, CAST(weighed_on AS VARCHAR) AS weighed_on, campus, stream,
              CAST(CAST(mass AS DECIMAL(18, 3)) * 1000 AS BIGINT) AS grams, method, destination
              FROM read_csv('{self.folder / 'weighings.csv'}', delim = ';', header = true, all_varchar = true)""",
            f"""CREATE TABLE correction AS SELECT uuid, corrects, CAST(grams AS BIGINT) AS grams,
              CAST(is_cancelled AS INTEGER) AS is_cancelled
              FROM read_csv('{self.folder / 'corrections.csv'}', delim = ';', header = true, all_varchar = true)""")

    def grid(self):
        return self.script(GRID)


def cells_of_peer(text):
    cells = {}
    for line in text.splitlines():
        campus, stream, month, measured, estimated, count = line.split("\t")
        cells[campus, stream, int(month)] = (int(measured), int(estimated), int(count))
    return cells


def cells_of_ours(text):
    cells = {}
    for campus in json.loads(text)["campuses"]:
        for stream in campus["streams"]:
            for month, cell in enumerate(stream["cells"], 1):
                if cell["weighings"]:
                    estimated = cell["estimated_grams"]
                    cells[campus["campus"], stream["stream"], month] = (
                        cell["grams"] - estimated, estimated, cell["weighings"])
    return cells


# The table


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program", nargs="?", default=ROOT / ".build/release/campus-atlas", type=pathlib.Path)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--seed", type=int, default=3)
    options.add_argument("--runs", type=int, default=3)
    options = options.parse_args()
    if not options.program.is_file():
        sys.exit(f"{options.program}: not there; build it: swift build -c release --product campus-atlas")
    with tempfile.TemporaryDirectory(prefix="waste-benchmark-") as folder:
        sys.exit(0 if compare(options, pathlib.Path(folder)) else 1)


def collect(program, atlas):
    """Who takes the waste, and where: what a register says beside the masses."""
    place = ["--address", "1 rue du Port", "--postal-code", "30100", "--city", "Alès"]
    for campus in CAMPUSES:
        program("waste", "establishment", "set", atlas, campus, "--siret", "13002526500013", "--name", "École", *place)
    program("waste", "parties", "add", atlas, "Collecte", "--role", "carrier", "--siret", "73282932000074", "--receipt",
            "30-2024-017", *place)
    program("waste", "facilities", "add", atlas, "Usine", "--siret", "55210055400013", *place)
    for stream in sorted(set(STREAMS)):
        program("waste", "collections", "add", atlas, stream, "--carrier", "Collecte", "--facility", "Usine",
                "--operation", "R5", "--since", f"{FIRST}-01-01")


def correct(atlas, folder):
    """What `weigh correct` and `weigh cancel` write, for all the corrections at once."""
    subprocess.run(["sqlite3", atlas], check=True, text=True, input=f"""
        CREATE TEMP TABLE correction (uuid TEXT, corrects TEXT, grams INTEGER, is_cancelled INTEGER);
.mode csv
.separator ;
.import --schema temp --skip 1 {folder / 'corrections.csv'} correction
        INSERT INTO weighing (uuid, weighed_on, campus, stream, destination, net_mass_g, mass_as_typed, unit_as_typed, method,
          corrects, is_cancelled, reason)
        SELECT c.uuid, w.weighed_on, w.campus, w.stream, w.destination, c.grams, c.grams, 'g', w.method, w.fid,
          c.is_cancelled, 'benchmark'
        FROM correction AS c JOIN weighing AS w ON w.uuid = c.corrects;
    """)


def compare(options, folder):
    make(folder, options.rows, options.seed)
    atlas = folder / "benchmark.gpkg"

    def program(*arguments):
        return run([options.program.resolve(), *arguments])

    program("init", atlas, "--name", "Benchmark", "--crs", "EPSG:2154")
    program("import", "campuses", atlas, folder / "campuses.csv", "--crs", "EPSG:2154")
    program("people", "add", atlas, "Benchmark", "--trade", "waste_staff")
    ours = {"import": program("import", "weighings", atlas, folder / "weighings.csv")}
    print(ours["import"].output.strip())
    correct(atlas, folder)
    ours["waste year"] = median(lambda: program("waste", "year", atlas, str(YEAR), "--json"), options.runs)
    month = [atlas, f"{YEAR}-06", "--site", CAMPUSES[0], "--by", "Benchmark"]
    program("waste", "month", "submit", *month)
    ours["waste month close"] = program("waste", "month", "close", *month, "--accept-missing")
    ours["waste rates"] = median(lambda: program("waste", "rates", atlas, "--year", str(YEAR)), options.runs)
    ours["waste review"] = program("waste", "review", atlas, "--json")
    collect(program, atlas)
    register = folder / "register.csv"
    ours["export register"] = median(
        lambda: program("export", atlas, "register", "--layout", "legal", "--from", f"{YEAR}-01-01", "--to",
                        f"{YEAR}-12-31", "-o", register), options.runs)
    with open(register, encoding="utf-8-sig") as file:
        print(f"register: {sum(1 for _ in file) - 1} rows")

    peers = [peer for peer in (SQLite(folder), DuckDB(folder)) if peer.is_here]
    theirs = {peer.name: {"import": peer.load(), "waste year": median(peer.grid, options.runs)} for peer in peers}

    print(f"{options.rows} rows, seed {options.seed}, median of {options.runs}, load {os.getloadavg()[0]:.1f} on "
          f"{os.cpu_count()} processors")
    print(f"{'':34}{'seconds':>9}{'of CPU':>9}{'MB':>7}{'ratio':>7}")
    for name, mine in ours.items():
        print(f"{name:34}{mine.seconds:9.2f}{mine.processor:9.2f}{mine.megabytes:7.0f}")
        for peer, runs in theirs.items():
            if name in runs:
                other = runs[name]
                ratio = mine.processor / other.processor
                print(f"  {peer:32}{other.seconds:9.2f}{other.processor:9.2f}{other.megabytes:7.0f}{ratio:7.2f}")
    mine = cells_of_ours(ours["waste year"].output)
    agreed = [agree(peer, mine, cells_of_peer(runs["waste year"].output)) for peer, runs in theirs.items()]
    closed = sum(sum(cell[:2]) for (campus, _, month), cell in mine.items() if (campus, month) == (CAMPUSES[0], 6))
    snapshot = json.loads(program("waste", "month", "show", *month[:4], "--snapshot").output)
    print(f"month closed: {snapshot['grams']} g of {snapshot['rows']['count']} rows")
    return all(agreed) and snapshot["grams"] == closed and replayed(program, atlas, folder)


def replayed(program, atlas, folder):
    """The same rows in another order, corrected alike: each month that is closed must keep the same bytes."""
    header, *rows = (folder / "weighings.csv").read_text(encoding="utf-8").splitlines()
    random.Random(7).shuffle(rows)
    (folder / "shuffled.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    other = folder / "replayed.gpkg"
    program("init", other, "--name", "Benchmark", "--crs", "EPSG:2154")
    program("import", "campuses", other, folder / "campuses.csv", "--crs", "EPSG:2154")
    program("people", "add", other, "Benchmark", "--trade", "waste_staff")
    program("import", "weighings", other, folder / "shuffled.csv")
    correct(other, folder)
    digests = []
    for number in range(7, 13):
        closed = []
        for file in (atlas, other):
            month = [file, f"{YEAR}-{number:02}", "--site", CAMPUSES[1]]
            program("waste", "month", "submit", *month, "--by", "Benchmark")
            program("waste", "month", "close", *month, "--by", "Benchmark", "--accept-missing")
            closed.append(program("waste", "month", "show", *month, "--snapshot").output)
        digests.append(closed[0] == closed[1] and len(closed[0]) > 100)
    print(f"replayed in another order: {sum(digests)} of {len(digests)} closings have the same bytes")
    return all(digests)


def agree(peer, ours, theirs):
    wrong = [key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)]
    for key in sorted(wrong)[:5]:
        print(f"{peer}: {key}: ours {ours.get(key)}, theirs {theirs.get(key)}")
    total = sum(sum(cell[:2]) for cell in ours.values())
    print(f"{peer}: {len(theirs)} cells, {total} g: {'the same to the gram' if not wrong else f'{len(wrong)} differ'}")
    return not wrong


if __name__ == "__main__":
    main()
