#!/usr/bin/env python3
"""The land book on 50,000 dated surfaces, beside PostGIS on the same rows.

    python3 Benchmarks/land.py [path of campus-atlas, else .build/release/campus-atlas] [--rows 50000] [--seed 3] [--runs 3]

Makes three campuses in EPSG:2154, imports them, and times `land partition`, `land balance` and `progress`: the median of
the runs, on the clock and on the processor, and the most memory that one of them held. PostGIS (Debian:
postgresql-15-postgis-3) then answers for the same days ST_Area(ST_Union(geom)::geography), sealed and total, by campus,
on a cluster made in a temporary folder and stopped at the end. Prints a table, whose ratios are of processor time, and
exits with status 1 when an area differs by more than one part in a million.
Python's standard library only.
"""

import argparse
import collections
import csv
import glob
import itertools
import json
import math
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

FIRST, LAST = "2022-12-31", "2026-12-31"
TOLERANCE = 1e-6
SURVEYS = 40  # later days on which rows are closed and replaced
STEP = 6.0  # mean side of a surface, in metres
ROOT = pathlib.Path(__file__).resolve().parent.parent
COVERS = ["roof", "asphalt", "concrete", "paving_open", "gravel_compacted", "lawn", "lawn", "meadow", "shrub", "trees"]

Row = collections.namedtuple("Row", "campus type start end kind ring")
Run = collections.namedtuple("Run", "seconds processor megabytes output")


# What is measured


class Campus:
    """A square of side × side surfaces: each has its four corners, and a vertex on each edge, which neighbours share."""

    def __init__(self, number, side, chance):
        self.name = f"Campus {number}"
        self.side = side
        west, south = 790_000 + 3_000 * number, 6_337_000.0
        self.vertex = {}
        for i, j in itertools.product(range(2 * side + 1), repeat=2):
            if i % 2 and j % 2:
                continue
            reach = STEP * (0.05 if i % 2 or j % 2 else 0.2)
            x, y = (west + i * STEP / 2, south + j * STEP / 2)
            self.vertex[i, j] = (round(x + chance.uniform(-reach, reach), 3), round(y + chance.uniform(-reach, reach), 3))

    def around(self, i, j, cells):
        """The vertices around a square of cells, counterclockwise, closed."""
        n = 2 * cells
        places = [(k, 0) for k in range(n)] + [(n, k) for k in range(n)]
        places += [(k, n) for k in range(n, 0, -1)] + [(0, k) for k in range(n, -1, -1)]
        return [self.vertex[2 * i + a, 2 * j + b] for a, b in places]

    @property
    def outline(self):
        return self.around(0, 0, self.side)


def rows(campuses, count, chance):
    """The dated surfaces: the tiles, about 1 % of them replaced later, and what is drawn over several of them."""
    days = [f"{2023 + n % 4}-{1 + n * 5 % 12:02}-{1 + n * 7 % 28:02}" for n in range(SURVEYS)]
    side = campuses[0].side
    tiles = [(campus, i, j) for campus in campuses for i in range(side) for j in range(side)]
    extra = count - len(tiles)
    replaced = set(chance.sample(range(len(tiles)), extra * 2 // 3))
    for number, (campus, i, j) in enumerate(tiles):
        cover, ring = chance.choice(COVERS), campus.around(i, j, 1)
        if number not in replaced:
            yield Row(campus.name, cover, FIRST, None, "survey", ring)
            continue
        day = chance.choice(days)
        yield Row(campus.name, cover, FIRST, day, "survey", ring)
        yield Row(campus.name, chance.choice([c for c in COVERS if c != cover]), day, None, "change", ring)
    for _ in range(extra - len(replaced)):
        campus = chance.choice(campuses)
        x, y = campus.vertex[2 * chance.randrange(1, side), 2 * chance.randrange(1, side)]
        turn, reach = chance.uniform(0, math.pi), chance.uniform(1, 3)
        ring = [
            (round(x + reach * math.cos(turn + k * math.pi / 2), 3), round(y + reach * math.sin(turn + k * math.pi / 2), 3))
            for k in range(4)
        ]
        yield Row(campus.name, chance.choice(COVERS), FIRST, None, "survey", ring + ring[:1])


def write_features(path, features):
    with open(path, "w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2154"}},')
        file.write('"features":[')
        for number, (properties, ring) in enumerate(features):
            geometry = {"type": "Polygon", "coordinates": [ring]}
            feature = {"type": "Feature", "properties": properties, "geometry": geometry}
            file.write((",\n" if number else "\n") + json.dumps(feature))
        file.write("\n]}\n")


def make(folder, count, seed):
    """Writes the outlines and the surfaces, for the atlas and for PostGIS; returns the types that are sealed."""
    chance = random.Random(seed)
    side = math.isqrt(int(count * 0.984) // 3)
    campuses = [Campus(number, side, chance) for number in (1, 2, 3)]
    with open(ROOT / "geodata/surface_type.csv", encoding="utf-8") as file:
        sealed = {row["code"] for row in csv.DictReader(file, delimiter=";") if row["sealing_class"] == "sealed"}
    write_features(folder / "outlines.geojson", (({"name": c.name}, c.outline) for c in campuses))
    with open(folder / "surfaces.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)

        def features():
            for row in rows(campuses, count, chance):
                text = ",".join(f"{x} {y}" for x, y in row.ring)
                table.writerow(
                    [row.campus, row.type in sealed, row.start, row.end or "", f"SRID=2154;POLYGON(({text}))"])
                properties = {
                    "surface_type": row.type, "valid_from": row.start, "valid_to": row.end, "change_kind": row.kind}
                yield {k: v for k, v in properties.items() if v}, row.ring

        write_features(folder / "surfaces.geojson", features())
    return sealed


# Campus Atlas


def run(command):
    """One run of a program: how long, and the most memory it held, as the kernel counts it."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as messages:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=messages)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        messages.seek(0)
        if process.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}: exit status {process.returncode}\n{messages.read().decode()}")
        return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.read().decode())


def median(measure, times):
    runs = [measure() for _ in range(times)]
    seconds, processor = (statistics.median(times) for times in zip(*((r.seconds, r.processor) for r in runs)))
    return Run(seconds, processor, max(r.megabytes for r in runs), runs[-1].output)


class Areas(dict):
    """m² by campus, day and whether sealed only."""

    def add(self, campus, day, is_sealed, area):
        for key in [(campus, day, "total")] + ([(campus, day, "sealed")] if is_sealed else []):
            self[key] = self.get(key, 0) + area


def areas_of_pieces(path, day):
    areas = Areas()
    with open(path, encoding="utf-8") as file:
        for feature in json.load(file)["features"]:
            piece = feature["properties"]
            areas.add(piece["campus"], day, piece["sealing_class"] == "sealed", piece["area_m2"])
    return areas


def areas_of_balance(text, sealed):
    areas = Areas()
    for balance in json.loads(text):
        for day, stock in ((FIRST, balance["opening_m2"]), (LAST, balance["closing_m2"])):
            for account, area in stock.items():
                if account != "unclassified":
                    areas.add(balance["perimeter"], day, account in sealed, area)
    return areas


# PostGIS


class Cluster:
    """A PostgreSQL cluster of its own, on a socket in the folder."""

    def __init__(self, folder):
        self.folder = folder
        places = [os.environ.get("PATH", "")] + sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
        self.path = os.pathsep.join(places)
        # PostgreSQL refuses to run as root.
        self.owner = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}

    @property
    def is_installed(self):
        if not all(shutil.which(name, path=self.path) for name in ("initdb", "pg_ctl", "psql", "pg_config")):
            return False
        command = [shutil.which("pg_config", path=self.path), "--sharedir"]
        share = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
        return os.path.exists(f"{share}/extension/postgis.control")

    def call(self, name, *arguments):
        command = [shutil.which(name, path=self.path), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **self.owner)

    def __enter__(self):
        self.folder.mkdir()
        if self.owner:
            self.folder.parent.chmod(0o755)
            shutil.chown(self.folder, "postgres", "postgres")
        self.call("initdb", "-D", str(self.folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        # One process, as ours is one thread, with room to work.
        settings = {
            "listen_addresses": "''", "unix_socket_directories": f"'{self.folder}'", "shared_buffers": "'256MB'",
            "work_mem": "'128MB'", "jit": "off", "max_parallel_workers_per_gather": "0", "fsync": "off"}
        with open(self.folder / "data/postgresql.conf", "a", encoding="utf-8") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())
        self.call("pg_ctl", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-w", "start")
        return self

    def __exit__(self, *_):
        self.call("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", "fast", "stop")

    def sql(self, *statements):
        command = [shutil.which("psql", path=self.path), "-h", str(self.folder), "-U", "postgres", "-qAtX", "-F", "\t"]
        command += ["-v", "ON_ERROR_STOP=1", *(part for text in statements for part in ("-c", text))]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout

    def load(self, table):
        self.sql(
            "SET client_min_messages = warning", "CREATE EXTENSION postgis",
            "CREATE TABLE surface (campus text, sealed boolean, valid_from date, valid_to date,"
            " geom geometry(Polygon, 2154))",
            f"\\copy surface FROM '{table}' WITH (FORMAT csv)", "CREATE INDEX ON surface USING gist (geom)",
            "VACUUM ANALYZE surface")

    def areas(self, days):
        """Sealed and total areas by campus, one statement a day; processor time and memory are those of the server process."""
        statements = [
            f"SELECT campus, '{day}', name, ST_Area(ST_Transform(ST_Union(geom), 4326)::geography)"
            " FROM surface JOIN (VALUES ('total', false), ('sealed', true)) AS kind (name, only_sealed)"
            " ON sealed OR NOT only_sealed"
            f" WHERE valid_from <= '{day}' AND (valid_to IS NULL OR valid_to > '{day}') GROUP BY campus, name"
            for day in days]
        started = time.perf_counter()
        text = self.sql(
            *statements, "SELECT pg_read_file('/proc/self/status')",
            "SELECT 'ticks', split_part(stat, ' ', 14)::int + split_part(stat, ' ', 15)::int"
            " FROM (SELECT regexp_replace(pg_read_file('/proc/self/stat'), '\\(.*\\)', 'name') AS stat) AS process")
        seconds = time.perf_counter() - started
        lines = [line.split("\t") for line in text.splitlines()]
        peak = next(int(line[1].split()[0]) / 1024 for line in lines if line[0] == "VmHWM:")
        processor = next(int(line[1]) / os.sysconf("SC_CLK_TCK") for line in lines if line[0] == "ticks")
        return Run(seconds, processor, peak, Areas(((c, d, k), float(a)) for c, d, k, a in (x for x in lines if len(x) == 4)))


# The table


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program", nargs="?", default=ROOT / ".build/release/campus-atlas", type=pathlib.Path)
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("--seed", type=int, default=3)
    options.add_argument("--runs", type=int, default=3)
    options = options.parse_args()
    if not options.program.is_file():
        sys.exit(f"{options.program}: not there; build it: swift build -c release --product campus-atlas")
    with tempfile.TemporaryDirectory(prefix="land-benchmark-") as folder:
        sys.exit(0 if compare(options, pathlib.Path(folder)) else 1)


def compare(options, folder):
    sealed = make(folder, options.rows, options.seed)
    atlas, pieces = folder / "benchmark.gpkg", folder / "pieces.geojson"

    def program(*arguments):
        return run([options.program.resolve(), *arguments])

    program("init", atlas, "--name", "Benchmark", "--crs", "EPSG:2154")
    program("import", "campuses", atlas, folder / "outlines.geojson")
    ours = {"import surfaces": program("import", "surfaces", atlas, folder / "surfaces.geojson")}
    print(ours["import surfaces"].output.strip())
    for name, arguments in {
        "land partition": ["land", "partition", atlas, "--on", LAST],
        "land balance": ["land", "balance", atlas, "--from", FIRST, "--to", LAST, "--json"],
        "progress": ["progress", atlas, "--on", LAST],
    }.items():
        ours[name] = median(lambda: program(*arguments), options.runs)
    program("land", "partition", atlas, "--on", LAST, "--pieces", pieces)

    cluster = Cluster(folder / "postgres")
    peers = {}
    if cluster.is_installed:
        with cluster:
            cluster.load(folder / "surfaces.csv")
            for name, days in {"land partition": [LAST], "land balance": [FIRST, LAST]}.items():
                peers[name] = median(lambda: cluster.areas(days), options.runs)
    else:
        print("PostGIS is not here (Debian: postgresql-15-postgis-3): our figures only.")

    print(f"{options.rows} rows, seed {options.seed}, median of {options.runs}, load {os.getloadavg()[0]:.1f} on "
          f"{os.cpu_count()} processors")
    print(f"{'':34}{'seconds':>9}{'of CPU':>9}{'MB':>7}{'ratio':>7}")
    for name, mine in ours.items():
        peer = peers.get(name)
        ratio = f"{mine.processor / peer.processor:7.2f}" if peer else ""
        print(f"{name:34}{mine.seconds:9.2f}{mine.processor:9.2f}{mine.megabytes:7.0f}{ratio}")
        if peer:
            label = "  PostGIS, one day" if name == "land partition" else "  PostGIS, both days"
            print(f"{label:34}{peer.seconds:9.2f}{peer.processor:9.2f}{peer.megabytes:7.0f}{1:7.2f}")

    answers = {
        "land partition": areas_of_pieces(pieces, LAST),
        "land balance": areas_of_balance(ours["land balance"].output, sealed),
    }
    return all([agree(name, answers[name], peer.output) for name, peer in peers.items()])


def agree(name, ours, theirs):
    if ours.keys() != theirs.keys():
        print(f"{name}: other campuses or days than PostGIS: {sorted(ours.keys() ^ theirs.keys())}")
        return False
    worst = max(theirs, key=lambda key: abs(ours[key] / theirs[key] - 1))
    off = abs(ours[worst] / theirs[worst] - 1)
    print(f"{name}: {len(theirs)} areas, off by {off:.1e} at most "
          f"({', '.join(worst)}: {ours[worst]:.3f} m², PostGIS {theirs[worst]:.3f} m²)")
    return off <= TOLERANCE


if __name__ == "__main__":
    main()
