#!/usr/bin/python3
"""Two real campuses at two dates, with works on them: every land command, the README's tour of them, and areas that GEOS
finds through GDAL."""
import json
import re
import sys

from osgeo import ogr, osr

from atlas import CORPUS, ROOT, campus_atlas, conclude, expect, is_clean, must, new_atlas, place

ogr.UseExceptions()
osr.UseExceptions()
SINCE = ["--set", "valid_from=2022-12-31"]
RENNES, POCCARTO = "land/campus-rennes2-villejean", "land/geoclimate-poccarto"
LAMBERT93 = osr.SpatialReference()
LAMBERT93.ImportFromEPSG(2154)
LAMBERT93.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)


def shapes(file):
    """The polygons of a file, valid, in Lambert-93."""
    source = ogr.Open(str(CORPUS / file))
    layer = source.GetLayer(0)
    layer.GetSpatialRef().SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    to_lambert = osr.CoordinateTransformation(layer.GetSpatialRef(), LAMBERT93)
    found = []
    for feature in layer:
        shape = feature.GetGeometryRef().Clone()
        shape.Transform(to_lambert)
        found.append(shape.MakeValid())
    return found


def write(path, geometries):
    """GeoJSON in Lambert-93, with the legacy member that says so."""
    features = [{"type": "Feature", "properties": {"name": name}, "geometry": json.loads(shape.ExportToJson())}
                for name, shape in geometries]
    path.write_text(json.dumps({
        "type": "FeatureCollection", "features": features,
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}}))
    return path


def square(shape, side):
    """A square around a point inside the shape."""
    point = shape.PointOnSurface()
    x, y, half = point.GetX(), point.GetY(), side / 2
    return ogr.CreateGeometryFromWkt(
        f"POLYGON(({x-half} {y-half},{x+half} {y-half},{x+half} {y+half},{x-half} {y+half},{x-half} {y-half}))")


def within(ours, theirs, what):
    """A geodesic area beside a planar one of Lambert-93, whose scale is within 0.2 % in Brittany."""
    return expect(abs(ours - theirs) <= 0.002 * theirs + 0.05, f"{what}: {ours:.2f} m², GEOS {theirs:.2f} m² (planar)")


def balance(atlas, name, until):
    run = campus_atlas("land", "balance", atlas, "--from", "2023-01-01", "--to", until, "--json")
    expect(run.returncode == 0, f"{name}: the books balance from 2023-01-01 to {until}")
    return json.loads(run.stdout)


def sealed(atlas, day):
    indicators = json.loads(must("progress", atlas, "--on", day, "--json"))["indicators"]
    school = next(one for one in indicators if (one["id"], one["campus"]) == ("land.sealed_share", None))
    return next(one["value"] for one in school["companions"] if one["id"] == "land.sealed_area")


def tour(name):
    """The commands on an atlas that the README shows, each with the lines it prints; `…` stands for lines left out."""
    shown = []
    for block in (ROOT / "README.md").read_text().split("```")[1::2]:
        for part in re.sub(r"\\\n\s+", "", block).split("\n$ campus-atlas ")[1:]:
            words, *lines = part.rstrip().splitlines()
            command, here, _ = words.partition(f" {name}.gpkg")
            if here:
                shown.append((command.split(), [line for line in lines if line.strip() != "…"]))
    return shown


def campus(name, outlines, layers, target, becomes, side):
    """An atlas of a school: freezes a baseline, plans two works on it, completes one in part and gives one up."""
    folder = place(f"land_{name}")
    said = []

    def must(*arguments):
        run = campus_atlas(*arguments, "--lang", "fr")
        if run.returncode:
            sys.exit(f"campus-atlas {' '.join(map(str, arguments))}: exit {run.returncode}\n{run.stdout}{run.stderr}")
        lines = (run.stdout + run.stderr).splitlines()
        said.append((list(arguments[:arguments.index(atlas)]), lines))
        print("    $ campus-atlas", *(getattr(word, "name", word) for word in arguments), *lines, sep="\n    ")
        return run.stdout

    atlas = new_atlas(folder / f"{name}.gpkg")
    must("import", "campuses", atlas, write(folder / "outlines.geojson", outlines), "--repair")
    outline = next(shape for _, shape in outlines if shape.Contains(target.PointOnSurface()))
    for file, options in layers:
        must("import", "surfaces", atlas, CORPUS / file, "--repair", *options, *SINCE)
    must("land", "baseline", atlas, "--on", "2023-01-01", "--freeze", "RES 2023-2027")
    must("land", "partition", atlas, "--on", "2023-01-01", "-o", folder / "problems.geojson")

    whole = square(target, side)
    half = ogr.CreateGeometryFromWkt(whole.ExportToWkt())
    west, east, south, north = whole.GetEnvelope()
    part = ogr.CreateGeometryFromWkt(
        f"POLYGON(({west-5} {south-5},{(west+east)/2} {south-5},{(west+east)/2} {north+5},{west-5} {north+5},{west-5} {south-5}))")
    footprint = write(folder / "footprint.geojson", [("carré", half.Intersection(outline))])
    must("works", "add", atlas, "Carré d'essai", footprint, "--to", becomes, "--on", "2024-01-15", "--clip")
    must("works", "plan", atlas, 1, "--status", "funded", "--cost", "terrassement=12000,50", "--storage", "4200",
         "--on", "2024-02-01")
    must("works", "add", atlas, "Sans suite", footprint, "--to", becomes, "--on", "2024-01-20", "--clip")
    must("works", "cancel", atlas, 2, "--reason", "doublon", "--on", "2024-02-02")
    must("works", "what-if", atlas, "--all-planned", "--on", "2024-03-01")
    before = sealed(atlas, "2024-12-31")
    must("works", "complete", atlas, 1, "--on", "2025-05-01", "--part", write(folder / "part.geojson", [("fait", part)]))
    expect(abs(sealed(atlas, "2024-12-31") - before) < 0.01, f"{name}: the past is as it was")
    must("works", "complete", atlas, 3, "--on", "2025-09-01")
    late = campus_atlas("works", "cancel", atlas, 3, "--reason", "trop tard")
    expect(late.returncode == 2, f"{name}: done works are not cancelled: {late.stderr.strip()}")
    must("land", "balance", atlas, "--from", "2023-01-01", "--to", "2026-01-01", "--by", "cause")
    moved = [one for book in balance(atlas, name, "2026-01-01") for one in book["transfers"]]
    must("works", "file", atlas, 1, "-o", folder / "file")
    must("land", "parking", atlas, "--since", "RES 2023-2027", "--on", "2026-01-01")
    must("land", "definitions", atlas, "--on", "2026-01-01")
    must("works", "list", atlas)
    must("works", "show", atlas, 1)
    must("rain", atlas, "--depth", "10mm", "--on", "2026-01-01")
    must("rain", atlas, "--depth", "10mm", "--works", 1, "--on", "2026-01-01")
    after = must("land", "baseline", atlas, "--on", "2026-01-01")
    expect("lignes n'ont pas changé" in after, f"{name}: the frozen rows are what they were")
    for command, lines in tour(name):
        printed = {line for said_by, said_lines in said if said_by == command for line in said_lines}
        expect(printed, f"{name}: the README's `{' '.join(command)}` is run here")
        for line in lines:
            expect(line in printed, f"{name}: the README shows what it prints: {line.strip()}")
    is_clean(atlas)
    return whole.Intersection(outline), moved, before - sealed(atlas, "2026-01-01")


if not CORPUS.is_dir():
    print(f"  not run: no corpus at {CORPUS} (CAMPUS_ATLAS_CORPUS)")
    conclude()

impervious, zone = shapes(f"{POCCARTO}/impervious.geojson"), shapes(f"{POCCARTO}/zone.geojson")[0]
hard = ogr.Geometry(ogr.wkbMultiPolygon)
for shape in impervious:
    hard = hard.Union(shape)
largest = max((one for one in impervious if zone.Contains(one.PointOnSurface())), key=lambda one: one.GetArea())
ground, moved, lost = campus(
    "poccarto", [("Redon", zone)],
    [(f"{POCCARTO}/impervious.geojson", ["--set", "surface_type=asphalt"]),
     (f"{POCCARTO}/vegetation.geojson", ["--set", "surface_type=lawn"])], largest, "meadow", 30)
within(lost, ground.Intersection(hard).GetArea(), "poccarto: desealed by the works")
within(sum(one["area_m2"] for one in moved if one["to"] == "meadow"), ground.GetArea(), "poccarto: turned to meadow")
expect({one["cause"] for one in moved} == {"works"}, "poccarto: nothing moved but by works")

buildings, lawns = shapes(f"{RENNES}/bati/Bati_2D.geojson"), shapes(f"{RENNES}/habillage/grass.geojson")
# The three campuses: what lies within 600 m of each other, and its hull.
near = ogr.Geometry(ogr.wkbMultiPolygon)
for shape in buildings + lawns:
    near = near.Union(shape.Buffer(300))
parts = [near.GetGeometryRef(at) for at in range(near.GetGeometryCount())] if near.GetGeometryName() != "POLYGON" else [near]
outlines = [(f"campus {number}", part.ConvexHull()) for number, part in enumerate(parts, 1)]
grass = ogr.Geometry(ogr.wkbMultiPolygon)
for shape in lawns:
    grass = grass.Union(shape)
ground, moved, lost = campus(
    "rennes2", outlines,
    [(f"{RENNES}/bati/Bati_2D.geojson", ["--set", "surface_type=roof", "--map", "Nom=name", "--map", "Id=-"]),
     (f"{RENNES}/habillage/grass.geojson", ["--set", "surface_type=lawn"])],
    max(lawns, key=lambda one: one.GetArea()), "swale", 25)
within(sum(one["area_m2"] for one in moved if (one["from"], one["to"]) == ("lawn", "swale")),
       ground.Intersection(grass).GetArea(), "rennes2: lawn turned to swale")
within(sum(one["area_m2"] for one in moved), ground.GetArea(), "rennes2: all that moved")
conclude()
