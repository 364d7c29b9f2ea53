#!/usr/bin/python3
"""200,000 observations in and out, beside ogr2ogr doing the same: time, processor, memory; ours stays under 200 MB."""
import re
import struct
import subprocess

import occurrences
from atlas import PROGRAM, conclude, count, expect, new_atlas, place, query

ROWS, LIMIT_MB = 200_000, 200

folder = place("peers")
source = occurrences.write(ROWS, 7, folder / "observations.tsv")
ours, theirs = new_atlas(folder / "ours.gpkg"), folder / "theirs.gpkg"
JOBS = [
    ("import", "campus-atlas", [PROGRAM, "import", "observations", ours, source]),
    ("import", "ogr2ogr",
     ["ogr2ogr", "-f", "GPKG", "-dsco", "VERSION=1.3", "-nln", "observation", "-s_srs", "EPSG:4326",
      "-t_srs", "EPSG:2154", "-oo", "X_POSSIBLE_NAMES=decimalLongitude", "-oo", "Y_POSSIBLE_NAMES=decimalLatitude",
      theirs, source]),
    ("export", "campus-atlas",
     [PROGRAM, "export", ours, "observations", "--format", "geojson", "-o", folder / "ours.geojson"]),
    ("export", "ogr2ogr", ["ogr2ogr", "-f", "GeoJSON", "-lco", "RFC7946=YES", folder / "theirs.geojson", theirs]),
]


def measured(command):
    """Wall seconds, processor seconds and peak memory in MB, by GNU time (wait4 would count our own memory too)."""
    report = folder / "time"
    run = subprocess.run(
        ["/usr/bin/time", "-f", "%e %U %S %M", "-o", report, *map(str, command)], capture_output=True, text=True)
    if run.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}: exit {run.returncode}\n{run.stderr}")
    wall, user, system, kibibytes = map(float, report.read_text().split())
    return wall, user + system, kibibytes * 1024 / 1e6


def point(blob):
    """The point in a GeoPackage geometry."""
    envelope = (0, 32, 48, 48, 64)[blob[3] >> 1 & 7]
    order = "<" if blob[8 + envelope] == 1 else ">"
    return struct.unpack_from(f"{order}dd", blob, 13 + envelope)


def features(file):
    """How many features a GeoJSON file has, read a block at a time."""
    number, tail = 0, b""
    with open(file, "rb") as stream:
        while block := stream.read(1 << 20):
            number += len(re.findall(rb'"type"\s*:\s*"Feature"', tail + block))
            tail = (tail + block)[-24:]
            number -= len(re.findall(rb'"type"\s*:\s*"Feature"', tail))
    return number + len(re.findall(rb'"type"\s*:\s*"Feature"', tail))


print(f"  {ROWS} observations, {source.stat().st_size / 1e6:.0f} MB of text, 50 columns")
print(f"  {'':8} {'':14} {'wall':>8} {'processor':>10} {'memory':>9}")
for job, tool, command in JOBS:
    wall, processor, memory = measured(command)
    print(f"  {job:8} {tool:14} {wall:6.2f} s {processor:8.2f} s {memory:6.0f} MB", flush=True)
    if tool == "campus-atlas":
        expect(memory < LIMIT_MB, f"{job}: {memory:.0f} MB, under {LIMIT_MB}")

for atlas in (ours, theirs):
    indexed = count(atlas, "rtree_observation_geom")
    expect((count(atlas, "observation"), indexed) == (ROWS, ROWS), f"{atlas.name}: {indexed} observations in the index")
    exported = features(atlas.with_suffix(".geojson"))
    expect(exported == ROWS, f"{atlas.stem}.geojson: {exported} features")

mine = dict(query(ours, "SELECT catalog_number, geom FROM observation"))
apart = max(
    max(abs(a - b) for a, b in zip(point(mine[number]), point(blob)))
    for number, blob in query(theirs, "SELECT catalogNumber, geom FROM observation"))
expect(apart < 0.001, f"the {len(mine)} places are ogr2ogr's, to {apart * 1000:.2f} mm (ours are rounded to 1 mm)")
conclude()
