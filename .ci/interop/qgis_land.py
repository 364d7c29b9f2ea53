#!/usr/bin/python3
"""QGIS retypes, reshapes, splits, merges, pastes and deletes surfaces: what was stays in the book, which balances."""
import datetime
import warnings

from qgis_desktop import VERSION, application, layer, messages
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayerUtils

from atlas import campus_atlas, conclude, copy_of, demonstration, expect, is_clean, place, query

warnings.simplefilter("ignore", DeprecationWarning)
TODAY = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
EVE = (datetime.date.fromisoformat(TODAY) - datetime.timedelta(days=1)).isoformat()
BEFORE = "2020-01-01"
COLUMNS = "surface_type, valid_from, valid_to, change_kind, end_kind, uuid, replaces, hex(geom)"
# The rank of a row in painting.
RANK = "coalesce(drawn_on, valid_from), coalesce(drawn_as, fid)"

folder = place("qgis_land")
untouched = demonstration()
# Two living surfaces of one type, of few vertices, so that a straight line cuts each in two.
(one,), (two,) = query(
    untouched, """SELECT fid FROM surface WHERE valid_to IS NULL AND surface_type = (
      SELECT surface_type FROM surface WHERE valid_to IS NULL GROUP BY 1 HAVING count(*) > 1
      ORDER BY sum(length(geom)) LIMIT 1) ORDER BY length(geom), fid LIMIT 2""")
max_fid = query(untouched, "SELECT max(fid) FROM surface")[0][0]


def past(atlas):
    """The surfaces as the day before saw them, the one painted last first."""
    return query(atlas, f"""SELECT uuid, surface_type, valid_from, change_kind, land_use, hex(geom) FROM surface
        WHERE valid_from <= '{EVE}' AND (valid_to IS NULL OR valid_to > '{EVE}') ORDER BY {RANK}, uuid""")


def row(atlas, fid):
    return dict(zip(
        COLUMNS.split(", "), query(atlas, f"SELECT {COLUMNS} FROM surface WHERE fid = ?", fid)[0]))


def closed(atlas, uuid):
    """The row of an identity, by what it was and how it ended."""
    found = query(atlas, "SELECT surface_type, valid_to, end_kind, hex(geom) FROM surface WHERE uuid = ?", uuid)
    return found[0] if found else None


def ended(old, kind="change"):
    return old["surface_type"], TODAY, kind, old["hex(geom)"]


def began(new, uuid, kind="change"):
    """Whether a row began today in the place of another, with an identity of its own."""
    return (new["valid_from"], new["valid_to"], new["change_kind"], new["replaces"]) == (TODAY, None, kind, uuid) \
        and len(new["uuid"]) == 36 and new["uuid"] != uuid


def sound(atlas):
    """The file after an edit: the eve as it was, the rtree right, the journal whole, the books balanced."""
    expect(past(atlas) == past(untouched), "the day before is what it was, in shapes, identities and painting order")
    kept = query(atlas, """SELECT count(*) FROM surface AS s LEFT JOIN rtree_surface_geom AS r ON r.id = s.fid
        WHERE r.id IS NULL""") + query(atlas, "SELECT count(*) FROM surface") + query(
        atlas, "SELECT count(*) FROM rtree_surface_geom")
    expect(kept[0] == (0,) and kept[1] == kept[2], f"rtree: {kept[2][0]} boxes for {kept[1][0]} surfaces")
    expect(query(atlas, "SELECT count(*) FROM journal_context") == [(0,)], "nobody is left in the journal's context")
    balance = campus_atlas("land", "balance", atlas, "--from", BEFORE, "--to", TODAY)
    proofs = [line.strip() for line in balance.stdout.splitlines() if line.startswith("  balanced:")]
    expect(balance.returncode == 0 and proofs, f"land balance: {'; '.join(proofs) or balance.stdout + balance.stderr}")
    is_clean(atlas)


class Session:
    """One editing session of QGIS on a copy of the demonstration atlas."""

    def __init__(self, name, what):
        print(f"  {what}")
        self.atlas = copy_of(untouched, folder / f"{name}.gpkg")
        self.layer = layer(self.atlas, "surface")
        self.layer.startEditing()

    def shape(self, fid):
        return QgsGeometry(self.layer.getFeature(fid).geometry())

    def columns(self, fid):
        return {i: value for i, value in enumerate(self.layer.getFeature(fid).attributes()) if i}

    def set(self, fid, **values):
        for name, value in values.items():
            self.layer.changeAttributeValue(fid, self.layer.fields().indexOf(name), value)

    def cut(self, fid):
        """Splits a surface down its middle."""
        box = self.shape(fid).boundingBox()
        x = box.center().x()
        self.layer.selectByIds([fid])
        self.layer.splitFeatures([QgsPointXY(x, box.yMinimum() - 1), QgsPointXY(x + 0.01, box.yMaximum() + 1)], False)

    def add(self, geometry, columns, made=True):
        """Adds a feature with the columns of another one."""
        if made:
            feature = QgsVectorLayerUtils.createFeature(self.layer, geometry, columns)
        else:
            feature = QgsFeature(self.layer.fields())
            feature.setGeometry(geometry)
            for i, value in columns.items():
                feature.setAttribute(i, value)
            feature.setAttribute(0, self.layer.dataProvider().defaultValueClause(0))
        self.layer.addFeature(feature)

    def save(self):
        done = self.layer.commitChanges()
        expect(done, f"QGIS {VERSION} saves: {'yes' if done else self.layer.commitErrors()}")
        self.layer = None

    def added(self, count=1):
        """The surfaces that began today in rows of their own."""
        found = query(
            self.atlas, "SELECT fid FROM surface WHERE valid_from = ? AND fid > ? ORDER BY fid", TODAY, max_fid)
        expect(len(found) == count, f"{len(found)} of {count} new row(s)")
        return [row(self.atlas, fid) for (fid,) in found]


old, other = row(untouched, one), row(untouched, two)
another = "roof" if old["surface_type"] != "roof" else "lawn"

session = Session("retype", f"surface {one} retyped, {old['surface_type']} to {another}")
session.set(one, surface_type=another)
session.save()
new = row(session.atlas, one)
expect(began(new, old["uuid"]) and new["surface_type"] == another, f"{another} since {TODAY}, in the same row")
expect(closed(session.atlas, old["uuid"]) == ended(old), f"{old['surface_type']} until {TODAY}, with its identity")
sound(session.atlas)

session = Session("correction", f"surface {one} retyped, as a correction")
session.set(one, surface_type=another, change_kind="correction")
session.save()
expect(began(row(session.atlas, one), old["uuid"], "correction"), "it began as a correction")
expect(closed(session.atlas, old["uuid"]) == ended(old, "correction"), "it ended as a correction")
sound(session.atlas)

session = Session("vertex", f"a vertex of surface {one} moved")
vertex = session.shape(one).vertexAt(0)
centre = session.shape(one).centroid().asPoint()
session.layer.moveVertex(
    vertex.x() + (centre.x() - vertex.x()) / 100, vertex.y() + (centre.y() - vertex.y()) / 100, one, 0)
session.save()
new = row(session.atlas, one)
expect(began(new, old["uuid"]) and new["hex(geom)"] != old["hex(geom)"], f"the new shape since {TODAY}")
expect(closed(session.atlas, old["uuid"]) == ended(old), f"the old shape until {TODAY}")
sound(session.atlas)

session = Session("together", f"surface {one}: shape and type in one session, then the day of the change")
session.layer.changeGeometry(one, session.shape(one).buffer(-0.05, 4))
session.set(one, surface_type=another)
session.save()
expect(closed(session.atlas, old["uuid"]) == ended(old), "shape and type ended together")
expect(len(query(session.atlas, "SELECT 1 FROM surface")) == len(query(untouched, "SELECT 1 FROM surface")) + 1,
       "one state opened, one closed")
sound(session.atlas)
session.layer = layer(session.atlas, "surface")
session.layer.startEditing()
session.set(one, valid_from="2024-06-01")
session.save()
expect(row(session.atlas, one)["valid_from"] == "2024-06-01" and closed(session.atlas, old["uuid"])[1] == "2024-06-01",
       "a day typed afterwards is the end of the one and the beginning of the other")
is_clean(session.atlas)

session = Session("delete", f"surface {one} deleted")
session.layer.deleteFeature(one)
session.save()
expect(closed(session.atlas, old["uuid"]) == ended(old), f"{old['surface_type']} until {TODAY}, with its identity")
sound(session.atlas)

session = Session("split", f"surface {one} split")
session.cut(one)
session.save()
parts = [row(session.atlas, one), *session.added()]
expect(all(began(part, old["uuid"]) for part in parts), f"each part since {TODAY}, with an identity of its own")
expect(closed(session.atlas, old["uuid"]) == ended(old), f"the whole until {TODAY}")
ranks = set(query(session.atlas, f"SELECT {RANK} FROM surface WHERE uuid IN (?, ?, ?)", old["uuid"], *(
    part["uuid"] for part in parts)))
expect(len(ranks) == 1, f"one rank in painting: {ranks}")
expect(query(session.atlas, "SELECT import_id FROM surface WHERE uuid = ?", parts[1]["uuid"]) == [(None,)],
       "the part does not say that it was imported")
sound(session.atlas)
session.layer = layer(session.atlas, "surface")
session.layer.startEditing()
session.cut(one)
session.save()
expect(all(began(part, old["uuid"]) for part in session.added(2)), "split again: the parts replace the same whole")
sound(session.atlas)

session = Session("split_and_retype", f"surface {one} split, the new part retyped, in one session")
session.cut(one)
for fid in session.layer.editBuffer().addedFeatures():
    session.set(fid, surface_type=another)
session.save()
new = session.added()[0]
expect(began(new, old["uuid"]) and new["surface_type"] == another, f"the part is {another} since {TODAY}")
sound(session.atlas)

for name, what, made in (("merge", "3.22", False), ("merge_made", "3.22, identity made unique", True)):
    session = Session(name, f"surfaces {one} and {two} merged into a new one (as {what})")
    whole, columns = session.shape(one).combine(session.shape(two)), session.columns(one)
    session.layer.deleteFeature(one)
    session.layer.deleteFeature(two)
    session.add(whole, columns, made)
    session.save()
    new = session.added()[0]
    expect(began(new, old["uuid"]), f"the whole since {TODAY}, in the place of the one whose columns it has")
    expect([closed(session.atlas, was["uuid"]) for was in (old, other)] == [ended(old), ended(other)], "both ended")
    sound(session.atlas)

session = Session("merge_into", f"surface {two} merged into {one} (as 3.28 and later)")
whole, columns = session.shape(one).combine(session.shape(two)), session.columns(one)
session.layer.deleteFeature(two)
session.layer.changeGeometry(one, whole)
session.layer.changeAttributeValues(one, columns)
session.save()
expect(began(row(session.atlas, one), old["uuid"]), f"the whole since {TODAY}")
expect([closed(session.atlas, was["uuid"]) for was in (old, other)] == [ended(old), ended(other)], "both ended")
sound(session.atlas)

session = Session("ring", f"a hole cut in surface {one}")
box, inside = session.shape(one), session.shape(one).pointOnSurface().asPoint()
session.layer.selectByIds([one])
session.layer.addRing([QgsPointXY(inside.x() + x, inside.y() + y) for x, y in (
    (-0.02, -0.02), (0.02, -0.02), (0.02, 0.02), (-0.02, -0.02))])
session.save()
new = row(session.atlas, one)
expect(began(new, old["uuid"]) and new["hex(geom)"] != old["hex(geom)"], f"with its hole since {TODAY}")
expect(closed(session.atlas, old["uuid"]) == ended(old), f"without it until {TODAY}")
sound(session.atlas)

session = Session("paste", f"surface {one} pasted beside")
beside = session.shape(one)
beside.translate(0.5, 0)
session.add(beside, session.columns(one))
session.save()
new = session.added()[0]
expect(began(new, None, "survey"), f"the copy since {TODAY}, with an identity of its own, in nobody's place")
expect(row(session.atlas, one) == old, "its model is what it was")
sound(session.atlas)

session = Session("name", f"surface {one} named, remarked upon")
session.set(one, name="Essai", remark="vu")
session.save()
expect(row(session.atlas, one) == old, "nothing began, nothing ended")
sound(session.atlas)

session = Session("undone", f"surface {one} retyped, {two} deleted, nothing saved")
session.set(one, surface_type=another)
session.layer.deleteFeature(two)
session.layer.rollBack()
session.layer = None
expect(query(session.atlas, "SELECT count(*) FROM surface") == query(untouched, "SELECT count(*) FROM surface")
       and row(session.atlas, one) == old, "nothing of it is in the file")
sound(session.atlas)

expect(not messages, f"messages of QGIS: {messages or 'none'}")

session = Session("history", "a closed surface edited, and deleted")
fid = query(session.atlas, "SELECT fid FROM surface WHERE valid_to IS NOT NULL")[0][0]
for edit in (lambda: session.set(fid, surface_type="roof"), lambda: session.layer.deleteFeature(fid)):
    session.layer.startEditing()
    edit()
    done = session.layer.commitChanges()
    said = [line for line in session.layer.commitErrors() if "Cette surface est close" in line]
    session.layer.rollBack()
    expect(not done and said, f"refused with the reason: {said and said[0].split('failed')[-1].strip(': to')}")
session.layer = None
sound(session.atlas)

application.exitQgis()
conclude()
