#!/usr/bin/python3
"""QGIS retypes a surface, adds and moves an observation: journal, rtree and uuid show it, check stays clean."""
import json

from qgis_desktop import VERSION, application, layer, messages
from qgis.core import QgsFeatureRequest, QgsGeometry, QgsVectorLayerUtils

from atlas import conclude, copy_of, demonstration, expect, is_clean, place, query

atlas = copy_of(demonstration(), place("qgis_edit") / "edited.gpkg")
is_clean(atlas)


def journal(table, fid, operation):
    """The first line about a row: (before, after) as dictionaries."""
    lines = query(
        atlas, """SELECT before, after FROM journal WHERE table_name = ? AND row_fid = ? AND operation = ?
        ORDER BY fid""", table, fid, operation)
    return [json.loads(text) if text else None for text in lines[0]] if lines else None


def box(table, fid):
    return query(atlas, f"SELECT minx, maxx, miny, maxy FROM rtree_{table}_geom WHERE id = ?", fid)


def saved(edited, what):
    done = edited.commitChanges()
    return expect(done, f"QGIS {VERSION} saves {what}: {'yes' if done else edited.commitErrors()}")


surfaces = layer(atlas, "surface")
row = next(surfaces.getFeatures(QgsFeatureRequest().setLimit(1)))
codes = sorted({feature["surface_type"] for feature in surfaces.getFeatures()} - {row["surface_type"]})
old, new = row["surface_type"], codes[0]
surfaces.startEditing()
surfaces.changeAttributeValue(row.id(), surfaces.fields().indexOf("surface_type"), new)
if saved(surfaces, f"surface {row.id()} retyped, {old} to {new}"):
    line = journal("surface", row.id(), "update")
    expect(
        line and (line[0]["surface_type"], line[1]["surface_type"]) == (old, new),
        f"journal: update of surface {row.id()}, {line and (line[0]['surface_type'], line[1]['surface_type'])}")
    expect(len(box("surface", row.id())) == 1, "rtree: the surface is there once")
    kept = query(atlas, "SELECT surface_type, valid_to, fid FROM surface WHERE uuid = ?", row["uuid"])
    expect(kept and kept[0][0] == old and kept[0][1], f"what it was is kept, closed on {kept and kept[0][1]}")
    expect(kept and journal("surface", kept[0][2], "insert"), "journal: insert of what is kept")

observations = layer(atlas, "observation")
where = row.geometry().pointOnSurface().asPoint()
observations.startEditing()
added = QgsVectorLayerUtils.createFeature(observations, QgsGeometry.fromPointXY(where))
added["scientific_name"] = "Parus major Linnaeus, 1758"
added["event_date"] = "2026-05-04"
observations.addFeature(added)
if saved(observations, "a new observation with a name and a day"):
    fid, uuid = query(atlas, "SELECT fid, uuid FROM observation ORDER BY fid DESC LIMIT 1")[0]
    expect(uuid and len(uuid) == 36, f"uuid filled: {uuid}")
    line = journal("observation", fid, "insert")
    expect(
        line and line[0] is None and line[1]["uuid"] == uuid and line[1]["scientific_name"] == added["scientific_name"],
        f"journal: insert of observation {fid}, {line and line[1]['scientific_name']}")
    found = box("observation", fid)
    holds = len(found) == 1 and found[0][0] <= where.x() <= found[0][1] and found[0][2] <= where.y() <= found[0][3]
    expect(holds, f"rtree: the observation's box holds ({where.x():.3f}, {where.y():.3f}): {found}")

    observations.startEditing()
    observations.changeGeometry(fid, QgsGeometry.fromWkt(f"POINT({where.x() + 3} {where.y()})"))
    if saved(observations, "the observation moved 3 m east"):
        found = box("observation", fid)
        expect(len(found) == 1 and found[0][0] <= where.x() + 3 <= found[0][1], f"rtree: it moved too: {found}")
        line = journal("observation", fid, "update")
        expect(line and line[0]["geom"] != line[1]["geom"], "journal: the update has the geometry before and after")

del surfaces, observations
expect(not messages, f"messages of QGIS: {messages or 'none'}")
application.exitQgis()
is_clean(atlas)
conclude()
