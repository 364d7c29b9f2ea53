#!/usr/bin/python3
"""Broken files get one clear line each and leave the atlas as it was."""
import json
import random
import re
import shutil
import sqlite3
import subprocess
import time

from atlas import LEDGER, campus_atlas, changed, conclude, content, copy_of, demonstration, expect, place, sha256

SURFACE = ["--set", "surface_type=lawn", "--set", "valid_from=2024-01-01"]
WEIGHING = ["--map", "jour=weighed_on", "--map", "flux=stream", "--map", "masse=mass", "--set", "unit=kg"]
RING = [[4.0880, 44.1330], [4.0890, 44.1330], [4.0890, 44.1340], [4.0880, 44.1330]]

A_ROW = re.compile(r"\b(rows?|lines?|features?|lignes?|objets?)\b\D{0,9}\d+", re.IGNORECASE)


def feature(ring, properties="{}", identity=""):
    coordinates = ring if isinstance(ring, str) else json.dumps([ring])
    return (f'{{"type":"Feature",{identity}"properties":{properties},'
            f'"geometry":{{"type":"Polygon","coordinates":{coordinates}}}}}')


def collection(*features):
    return '{"type":"FeatureCollection","features":[' + ",".join(features) + "]}"


def nested(depth, opening, inside, closing):
    return opening * depth + inside + closing * depth


def observation(latitude="44.133", longitude="4.088", date="2024-05-04", more=""):
    return ("occurrenceID\tscientificName\teventDate\tdecimalLatitude\tdecimalLongitude\n"
            f"urn:example:bad\tParus major Linnaeus, 1758\t{date}\t{latitude}\t{longitude}{more}\n")


whole = collection(feature(RING), feature(RING))
noise = random.Random(5).randbytes(4096)
# Name of the file, what is imported, its bytes, whether one row of it is at fault, options.
CASES = [
    ("truncated.geojson", "surfaces", whole[: len(whole) // 2], False, SURFACE),
    ("truncated_in_a_number.geojson", "surfaces", whole[: whole.index("44.134") + 3], False, SURFACE),
    ("misnested_braces.geojson", "surfaces", whole.replace("]]]}}", "]]}]}", 1), False, SURFACE),
    ("misnested_coordinates.geojson", "surfaces", collection(feature(json.dumps(RING))), True, SURFACE),
    ("not_a_number.geojson", "surfaces", whole.replace("44.134", "NaN"), False, SURFACE),
    ("infinite.geojson", "surfaces", whole.replace("44.134", "1e999"), True, SURFACE),
    ("out_of_range.geojson", "surfaces", collection(feature([[x + 400, y] for x, y in RING])), True, SURFACE),
    ("swapped_axes.geojson", "surfaces", collection(feature([[y, x] for x, y in RING])), True, SURFACE),
    ("ring_of_three.geojson", "surfaces", collection(feature([RING[0], RING[1], RING[0]])), True, SURFACE),
    ("ring_left_open.geojson", "surfaces", collection(feature(RING[:3] + [[4.0880, 44.1335]])), True, SURFACE),
    ("same_id_twice.geojson", "surfaces",
     collection(feature(RING, identity='"id":"a",'), feature([[x + 0.01, y] for x, y in RING], identity='"id":"a",')),
     True, SURFACE),
    ("deep_coordinates.geojson", "surfaces", collection(feature(nested(100, "[", "4,44", "]"))), False, SURFACE),
    ("deep_properties.geojson", "surfaces", collection(feature(RING, nested(100, '{"a":', "1", "}"))), False, SURFACE),
    ("abyss.geojson", "surfaces", "[" * 200_000, False, SURFACE),
    ("unknown_code.geojson", "surfaces", collection(feature(RING)), False,
     ["--set", "surface_type=lava", "--set", "valid_from=2024-01-01"]),
    ("no_such_day.geojson", "surfaces", collection(feature(RING)), False,
     ["--set", "surface_type=lawn", "--set", "valid_from=2024-02-30"]),
    ("empty.geojson", "surfaces", "", False, SURFACE),
    ("blank.geojson", "surfaces", " \n\n ", False, SURFACE),
    ("noise.geojson", "surfaces", noise, False, SURFACE),
    ("a_list.geojson", "surfaces", '["not", "GeoJSON"]', False, SURFACE),
    ("text_named.gpkg", "surfaces", "This is not a GeoPackage.\n", False, SURFACE),
    ("noise.gpkg", "surfaces", noise, False, SURFACE),
    ("empty.gpkg", "surfaces", "", False, SURFACE),
    ("latitude_95.tsv", "observations", observation(latitude="95.5"), True, []),
    ("latitude_in_words.tsv", "observations", observation(latitude="north"), True, []),
    ("latitude_nan.tsv", "observations", observation(latitude="NaN"), True, []),
    ("swapped_axes.tsv", "observations", observation(latitude="4.088", longitude="144.133"), True, []),
    ("no_such_day.tsv", "observations", observation(date="2024-02-30"), True, []),
    ("a_cell_too_many.tsv", "observations", observation(more="\tone more"), True, []),
    ("header_of_another_trade.tsv", "observations", "jour\tflux\n2024-01-02\tverre\n", False, []),
    ("empty.tsv", "observations", "", False, []),
    ("noise.tsv", "observations", noise, False, []),
    ("noise.zip", "observations", b"PK\x03\x04" + noise, False, []),
    ("negative_mass.csv", "weighings", "jour;flux;masse\n2024-05-04;GLASS;-3\n", True, WEIGHING),
    ("mass_in_words.csv", "weighings", "jour;flux;masse\n2024-05-04;GLASS;lourd\n", True, WEIGHING),
    ("unknown_stream.csv", "weighings", "jour;flux;masse\n2024-05-04;LAVA;3,5\n", True, WEIGHING),
]


def judged(run, summary, has_row):
    """What is wrong with the way the rows of a file were refused: one remark, that names the rows and is also said."""
    remarks = [remark for remark in summary["remarks"] if remark["severity"] == "refused"]
    if len(remarks) != 1:
        return f"{len(remarks)} reasons for one fault: {remarks}"
    if has_row and not remarks[0]["rows"]:
        return f"the reason does not say which row: {remarks[0]}"
    said = [line for line in run.stderr.splitlines() if remarks[0]["message"] in line]
    return None if len(said) == 1 else f"the reason is not said once on standard error: {run.stderr}"


def spoke_clearly(run, name):
    """One line on standard error, naming the file; no crash."""
    lines = [line for line in run.stderr.splitlines() if line.strip()]
    if run.returncode < 0:
        return f"killed by signal {-run.returncode}"
    if len(lines) != 1:
        return f"{len(lines)} lines on standard error: {lines[:3]}"
    return None if name in lines[0] else f"the line does not name the file: {lines[0]}"


folder = place("bad_input")
atlas = copy_of(demonstration(), folder / "atlas.gpkg")
before = content(atlas)
for name, kind, text, has_row, options in CASES:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    refusals = folder / f"{name}-refused.csv"
    started = time.monotonic()
    run = campus_atlas("import", kind, atlas, file, "--json", "--refusals", refusals, *options)
    took = time.monotonic() - started
    try:
        summary = json.loads(run.stdout)
    except json.JSONDecodeError:
        summary = {}
    refused = summary.get("refused", 0)
    after = content(atlas)
    ledger_moved = any(before.get(t) != after.get(t) for t in before.keys() | after.keys() if t.startswith(LEDGER))
    wrongs = [
        judged(run, summary, has_row) if refused else spoke_clearly(run, name),
        has_row and not refused and not A_ROW.search(run.stderr) and f"it does not say where: {run.stderr.strip()}",
        run.returncode == 0 and "exit 0",
        summary.get("accepted", 0) and f"{summary['accepted']} accepted",
        refused and not refusals.exists() and "no file of refusals",
        changed(before, after) and f"changed: {', '.join(changed(before, after))}",
        ledger_moved and not refused and "the ledger moved though no row was judged",
        took > 10 and f"took {took:.0f} s",
    ]
    wrongs = [wrong for wrong in wrongs if wrong]
    said = summary["remarks"][0]["message"] if refused and summary["remarks"] else run.stderr.strip()
    expect(not wrongs, f"{name}: {'; '.join(wrongs) if wrongs else said}")
    before = after


def not_an_atlas(name, make):
    """A file that is no atlas, given as one: each command says so and touches nothing."""
    file = folder / name
    make(file)
    digest = sha256(file)
    good = folder / "good.geojson"
    good.write_text(collection(feature(RING)))
    for command in (["check", file], ["progress", file], ["import", "surfaces", file, good, *SURFACE]):
        run = campus_atlas(*command)
        wrongs = [wrong for wrong in (
            spoke_clearly(run, name), run.returncode == 0 and "exit 0", sha256(file) != digest and "the file changed",
        ) if wrong]
        expect(not wrongs, f"{command[0]} {name}: {'; '.join(wrongs) if wrongs else run.stderr.strip()}")


def plain_sqlite(file):
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE note (words TEXT)")


def other_geopackage(file):
    (folder / "one.geojson").write_text(collection(feature(RING)))
    subprocess.run(["ogr2ogr", "-f", "GPKG", "-dsco", "VERSION=1.3", file, folder / "one.geojson"], check=True)


not_an_atlas("words.gpkg", lambda file: file.write_text("These are words.\n"))
not_an_atlas("nothing.gpkg", lambda file: file.touch())
not_an_atlas("noise_as_atlas.gpkg", lambda file: file.write_bytes(noise))
not_an_atlas("sqlite_without_geopackage.gpkg", plain_sqlite)
not_an_atlas("geopackage_without_atlas.gpkg", other_geopackage)

for command in (["import", "surfaces", atlas, folder / "absent.geojson", *SURFACE], ["check", folder / "absent.gpkg"]):
    run = campus_atlas(*command)
    wrong = spoke_clearly(run, "absent") or (run.returncode == 0 and "exit 0")
    expect(not wrong, f"{command[0]} of a file that is not there: {wrong or run.stderr.strip()}")
expect(not (folder / "absent.gpkg").exists(), "no file was made of it")

half = folder / "half.gpkg"
shutil.copy(atlas, half)
with open(half, "r+b") as stream:
    stream.truncate(half.stat().st_size // 2)
run = campus_atlas("check", half)
said = (run.stderr or run.stdout).strip()
expect(run.returncode > 0, f"check of an atlas cut in half: exit {run.returncode}, {said[:160]}")
expect(not changed(before, content(atlas)), "after all of it the atlas holds what it held")
conclude()
