#!/usr/bin/python3
"""Darwin Core Archives that leave the atlas: another reader has the same rows; valid XML where the schemas are."""
import csv
import os
import subprocess
import sys
import zipfile

from atlas import CORPUS, ROOT, campus_atlas, conclude, copy_of, demonstration, expect, must, place

PYTHON = ROOT / ".build/interop/venv/bin/python"
if PYTHON.exists() and os.environ.get("ARCHIVES_IN_VENV") is None:
    os.environ["ARCHIVES_IN_VENV"] = "1"
    sys.exit(subprocess.run([PYTHON, __file__]).returncode)

from dwca.read import DwCAReader  # noqa: E402
from lxml import etree  # noqa: E402

TERMS = "http://rs.tdwg.org/dwc/terms/"
folder = place("archives")
atlas = copy_of(demonstration(), folder / "atlas.gpkg")
archive = folder / "observations.zip"

refused = campus_atlas("export", atlas, "dwca", "-o", archive)
expect(refused.returncode == 2 and not archive.exists(), "no archive before its metadata are said")
must("species", "metadata", atlas, "--title", "Le vivant & le campus", "--creator", "École <essai>", "--contact",
     "Zoé Durand", "--email", "atlas@example.org", "--licence", "CC-BY", "--abstract", "Observations.")
expect(campus_atlas("export", atlas, "dwca", "-o", archive, "--check").returncode == 0, "the archive passes our own check")

must("export", atlas, "observations", "--format", "csv", "-o", folder / "observations.csv")
with open(folder / "observations.csv", encoding="utf-8-sig", newline="") as file:
    exported = {row["id"]: row for row in csv.DictReader(file, delimiter=";")}
with DwCAReader(str(archive)) as reader:
    rows = {row.id: row.data for row in reader}
    expect(reader.metadata.tag.endswith("}eml"), "python-dwca-reader finds the metadata")
expect(rows.keys() == exported.keys(), f"python-dwca-reader has the same {len(rows)} records as the CSV")
for term, column in [("scientificName", "scientific_name"), ("eventDate", "event_date"), ("locality", "locality"),
                     ("recordedBy", "recorded_by"), ("individualCount", "individual_count")]:
    expect(all(rows[key][TERMS + term] == exported[key][column] for key in rows), f"{term} is the same in each record")

schemas = CORPUS / "darwincore-schemas"
with zipfile.ZipFile(archive) as zipped:
    for name, schema in [("meta.xml", "tdwg_dwc_text.xsd"), ("eml.xml", "eml.xsd")]:
        document = etree.fromstring(zipped.read(name))
        if (schemas / schema).exists():
            rules = etree.XMLSchema(etree.parse(str(schemas / schema)))
            expect(rules.validate(document), f"{name} is valid by {schema} {list(rules.error_log)[:3]}")
        else:
            print(f"  --   {name} is well formed; {schema} is not here, so it is not validated")
conclude()
