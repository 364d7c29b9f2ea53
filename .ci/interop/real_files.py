#!/usr/bin/python3
"""Real public files come in whole: rows = accepted + refused + known, and a second time adds nothing."""
import json
import re
from pathlib import Path

from osgeo import ogr

from atlas import CORPUS, campus_atlas, conclude, count, expect, imported, is_clean, must, new_atlas, place

SINCE = ["--set", "valid_from=2022-12-31"]
IN_KILOGRAMS = ["--set", "unit=kg", "--set", "decimal_mark=."]
ON_THE_DAY = ["--set", "weighed_on=2022-04-07"]
RENNES, POCCARTO, CADASTRE = "land/campus-rennes2-villejean", "land/geoclimate-poccarto", "land/cadastre"
RBTL = "waste/rbtl-fs22/raw_data__"


def columns(**named):
    return [word for field, column in named.items() for word in ("--map", f"{column}={field}")]


def fractions(**streams):
    return [word for stream, column in streams.items() for word in ("--map", f"{column}=mass:{stream}")]


# Atlas; what is imported; file; the rows it has (blank ones left out) and the least that must come in; options.
# Id in Bati_2D is no identifier: 97 buildings share 57 of them.
FILES = [
    ("rennes2", "surfaces", f"{RENNES}/bati/Bati_2D.geojson", 97, 97,
     ["--set", "surface_type=roof", *SINCE, "--map", "Nom=name", "--map", "Id=-"]),
    ("rennes2", "surfaces", f"{RENNES}/habillage/grass.geojson", 113, 113, ["--set", "surface_type=lawn", *SINCE]),
    ("poccarto", "campuses", f"{POCCARTO}/zone.geojson", 1, 1, columns(name="ID_ZONE")),
    ("poccarto", "surfaces", f"{POCCARTO}/impervious.geojson", 194, 194, ["--set", "surface_type=asphalt", *SINCE]),
    ("poccarto", "surfaces", f"{POCCARTO}/vegetation.geojson", 287, 287, ["--set", "surface_type=lawn", *SINCE]),
    ("cadastre_geojson", "parcels", f"{CADASTRE}/parcelles-13029.geojson", 389, 389, columns(reference="IDU")),
    ("cadastre_gpkg", "parcels", f"{CADASTRE}/cadastre-13029.gpkg", 389, 389,
     ["--layer", "parcelle", *columns(reference="IDU")]),
    # One of them is marked deleted in its source.
    ("species", "observations", "occurrences/geonature/synthese-300-obs.tsv", 300, 299, []),
    # One of Japan without a place; those of Australia and the Philippines are outside the atlas's area.
    ("species", "observations", "occurrences/dwca-python-reader/dwca-simple-csv.zip", 3, 1, []),
    ("waste", "weighings", f"{RBTL}bananas-in-pyjamas__2022-04-07_waste_characterisation_clean.csv", 15, 15,
     [*ON_THE_DAY, "--set", "remainder_stream=OM", *columns(ticket="bag_nr", total_mass="kg_total"),
      *fractions(GLASS="kg_glass", METAL="kg_metal")]),
    ("waste", "weighings", f"{RBTL}disposa-liz__rbtl_fs22_waste_composition_bellevue.csv", 9, 8,
     [*IN_KILOGRAMS, *ON_THE_DAY, *columns(ticket="number", total_mass="weight_total"),
      *fractions(PAPER="weight_paper", PLASTIC="weight_pet", METAL="weight_metals", GLASS="weight_glass",
                 OM="weight_others")]),
    ("waste", "weighings", f"{RBTL}lord-of-the-bins__04-05-2022_rbtl_data_sheet2.csv", 4, 4,
     [*IN_KILOGRAMS, *columns(ticket="objid", weighed_on="day_of_collection", total_mass="weight_total_kg"),
      *fractions(OM="non_recyclables_ Kg", PLASTIC="pet_Kg", METAL="metal_content_alu_Kg",
                 GLASS="glass_content_kg", PAPER="paper_Kg")]),
    ("waste", "weighings", f"{RBTL}partners-in-grime__2022-05-04_waste_characterisation_total_bins_raw_data.csv", 6, 6,
     [*IN_KILOGRAMS, "--set", "date_order=dmy", "--set", "remainder_stream=OM",
      *columns(ticket="bin_id", weighed_on="day_of_collection", total_mass="weight_total"),
      *fractions(PLASTIC="plastic_content_bottles", METAL="metal_content", GLASS="glass_content"),
      *columns(**{"mass:PLASTIC": "plastic_content_non_bottles"})]),
]
# What must be told of a file while it comes in.
WARNED = {"synthese-300-obs.tsv": "damaged accents"}
TABLES = {"campuses": "campus", "surfaces": "surface", "parcels": "parcel", "observations": "observation",
          "weighings": "weighing"}
ON = ["--on", "2023-01-01"]


def union(file):
    """The union of a layer's polygons by GEOS through GDAL, in the file's own projection."""
    source = ogr.Open(str(CORPUS / file))
    whole = ogr.Geometry(ogr.wkbPolygon)
    for feature in source.GetLayer(0):
        whole = whole.Union(feature.GetGeometryRef())
    return whole


def sealed_wins(atlas):
    """POC-Carto: impervious and vegetation overlap; the share must count the overlap once, as sealed."""
    sealed, green, outline = (union(f"{POCCARTO}/{name}.geojson") for name in ("impervious", "vegetation", "zone"))
    twice = sealed.Intersection(green).GetArea()
    share = sealed.Intersection(outline).GetArea() / outline.GetArea()
    indicators = json.loads(must("progress", atlas, *ON, "--json"))["indicators"]
    printed = [one for one in indicators if (one["id"], one["campus"]) == ("land.sealed_share", "Redon")]
    if not expect(printed, "poccarto: progress has land.sealed_share for the campus named Redon"):
        return
    printed = printed[0]
    told = campus_atlas("check", atlas).stdout + must("progress", atlas, *ON)
    expect(re.search("overlap|chevauch", told, re.IGNORECASE), "poccarto: the overlap is reported")
    contested = sealed.Intersection(green).Intersection(outline).GetArea()
    reported = next(one["value"] for one in printed["companions"] if one["id"] == "land.sealed_over_other")
    expect(
        abs(reported / contested - 1) < 2e-3,
        f"poccarto: {contested / 1e4:.3f} ha of it in the outline by GEOS, {reported / 1e4:.3f} ha reported by us")
    expect(
        abs(printed["lower"] - share) < 1e-4,
        f"poccarto: sealed in the outline by GEOS {share:.4%} (with {twice / 1e4:.2f} ha that vegetation claims too); "
        f"ours: value {printed['value']}, from {printed['lower']} to {printed['upper']}")


if not CORPUS.is_dir():
    print(f"  not run: no corpus at {CORPUS} (CAMPUS_ATLAS_CORPUS)")
    conclude()

def twice(name, kind, file, rows, least, options):
    """Imports a file into an atlas two times."""
    atlas = folder / f"{name}.gpkg"
    if not atlas.exists():
        new_atlas(atlas)
    before = count(atlas, TABLES[kind])
    first = imported(kind, atlas, CORPUS / file, "--refusals", folder / f"{name}-refused.csv", *options)
    if first is None:
        return
    made = count(atlas, TABLES[kind]) - before
    # A row of a weighing sheet makes one weighing per fraction.
    adds_up = made >= first["accepted"] if kind == "weighings" else made == first["accepted"]
    expect(
        first["rows"] == rows and first["accepted"] >= least and adds_up,
        f"  {made} made in {TABLES[kind]}; {rows} rows by another count, of which at least {least} are sound")
    told = WARNED.get(Path(file).name)
    if told:
        said = [f"{one['message']} ('{one['found']}')" for one in first["remarks"] if one["severity"] == "warning"]
        expect(said, f"  {told} reported: {said}")
    second = imported(kind, atlas, CORPUS / file, "--refusals", folder / f"{name}-refused-again.csv", *options)
    if second is None:
        return
    parts = (second["accepted"], second["known"], second["refused"])
    expect(
        parts == (0, first["accepted"] + first["known"], first["refused"])
        and count(atlas, TABLES[kind]) == before + made,
        "  the second time added nothing")


folder = place("real_files")
for entry in FILES:
    twice(*entry)

for atlas in sorted(folder.glob("*.gpkg")):
    print(f"\n{atlas.name}\n{must('progress', atlas, *ON)}")
    if atlas.stem in ("rennes2", "poccarto"):
        found = campus_atlas("check", atlas)
        expect(found.returncode in (0, 1), f"check {atlas.name}: exit {found.returncode}")
        print(found.stdout)
    else:
        is_clean(atlas)
sealed_wins(folder / "poccarto.gpkg")
conclude()
