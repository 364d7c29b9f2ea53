#!/usr/bin/python3
"""GDAL's validate_gpkg (Debian's and a newer one) and the PDOK validator find nothing in the atlases."""
import json
import re
import sqlite3
import subprocess

import occurrences
from atlas import ROOT, WORK, conclude, copy_of, demonstration, expect, imported, must, new_atlas, place, query

VENV = ROOT / ".build/interop/venv/bin"
# Left out: a feature in every layer (RQ2), no view (4), ids (7), an rtree on views too (9), Dutch systems only (22).
PDOK_RULES = "RQ1,RQ6,RQ10,RQ11,RQ13,RQ14,RQ15,RQ21,RQ23,RQ24,RQ26,RC17,RC18,RC19,RC20"
# RQ24 wants a place for each feature; an observation or a container may be known without one.
MAY_LACK_A_PLACE = re.compile("null geometry in table: (observation|container),")
HERE = "/usr/bin/python3"
NEWER = VENV / "python"


def validate_gpkg(python, atlas):
    """What GDAL's validator says: empty when it finds nothing."""
    run = subprocess.run(
        [python, "-m", "osgeo_utils.samples.validate_gpkg", "--extra", atlas], capture_output=True, text=True)
    return "" if run.returncode == 0 else (run.stderr or run.stdout).strip().splitlines()[-1]


def pdok(atlas):
    """What the PDOK validator says: empty when it finds nothing."""
    run = subprocess.run(
        [VENV / "geopackage-validator", "validate", "--gpkg-path", atlas, "--validations", PDOK_RULES],
        capture_output=True, text=True)
    found = json.loads(run.stdout[run.stdout.index("{"):])["results"]
    return "; ".join(
        f"{rule['validation_code']} {place}" for rule in found for place in rule["locations"] or ["(nowhere)"]
        if not MAY_LACK_A_PLACE.search(place))


def damaged(name, sql):
    path = copy_of(demonstration(), folder / name)
    with sqlite3.connect(path) as database:
        database.execute(sql)
    return path


folder = place("validators")
versions = {
    python: subprocess.run(
        [python, "-c", "import osgeo_utils; print(osgeo_utils.__version__)"],
        capture_output=True, text=True).stdout.strip()
    for python in (HERE, NEWER)}

atlases = [demonstration(), *sorted((WORK / "real_files").glob("*.gpkg"))]
for atlas in atlases:
    rows = sum(query(atlas, f'SELECT count(*) FROM "{table}"')[0][0] for (table,) in query(
        atlas, "SELECT table_name FROM gpkg_contents WHERE data_type = 'features'"))
    expect(query(atlas, "PRAGMA user_version") == [(10300,)], f"{atlas.name}: GeoPackage 1.3, {rows} features")
    for python in (HERE, NEWER):
        found = validate_gpkg(python, atlas)
        expect(not found, f"{atlas.name}: validate_gpkg {versions[python]}: {found or 'nothing found'}")
    found = pdok(atlas)
    expect(not found, f"{atlas.name}: PDOK, {len(PDOK_RULES.split(','))} rules: {found or 'nothing found'}")

newest = new_atlas(folder / "version_1_4.gpkg", "--gpkg-version", "1.4")
must("export", demonstration(), "surfaces", "--format", "geojson", "-o", folder / "surfaces.geojson")
for kind, file in (
        ("surfaces", folder / "surfaces.geojson"),
        ("observations", occurrences.write(500, 14, folder / "observations.tsv"))):
    summary = imported(kind, newest, file)
    expect(summary and summary["rows"] == summary["accepted"], f"{newest.name}: all of {file.name} came in")
expect(query(newest, "PRAGMA user_version") == [(10400,)], f"{newest.name}: GeoPackage 1.4")
found = validate_gpkg(NEWER, newest)
expect(not found, f"{newest.name}: validate_gpkg {versions[NEWER]}: {found or 'nothing found'}")

found = validate_gpkg(HERE, damaged("damaged_clock.gpkg", "UPDATE gpkg_contents SET last_change = '23/11/2026'"))
expect(found, f"on purpose, a date that is none: validate_gpkg sees it: {found}")
found = pdok(damaged("damaged_column.gpkg", 'ALTER TABLE surface ADD COLUMN "Nom" TEXT'))
expect(found, f"on purpose, a column named Nom: PDOK sees it: {found}")
conclude()
