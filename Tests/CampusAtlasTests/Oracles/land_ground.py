"""The rules of the ground of a campus, written a second time from their description, to be compared with the atlas.

Shapely 2.0.1 (GEOS 3.11.1, as in Debian 12) does the overlays, pyproj 3.7.2 (PROJ 9.5.1) the areas; nothing of the atlas
is read but the painter's priorities of `geodata/surface_type.csv`. GEOS 3.11.4 rounds some vertices to the neighbouring
millimetre, which moves a few areas by up to 0.01 m².

    python3 -m pip install 'shapely==2.0.1' 'numpy<2' 'pyproj==3.7.2'
    python3 land_ground.py                         # hand cases with areas that are known
"""

import csv
import itertools
import pathlib
from collections import Counter
from dataclasses import dataclass

import shapely
from pyproj import Geod, Proj, Transformer
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry import polygon

EAST, NORTH = 786_400_000, 6_337_700_000
GRID = 0.001
with open(pathlib.Path(__file__).parent / "../../../geodata/surface_type.csv", encoding="utf-8") as file:
    PRIORITY = {row["code"]: int(row["painter_priority"]) for row in csv.DictReader(file, delimiter=";")}

LAMBERT = Proj("EPSG:2154")


def local(shape):
    """The shape in metres from the origin of the file: overlays at full precision lose nothing there."""
    return shapely.transform(shape, lambda positions: positions - [EAST / 1000, NORTH / 1000])


def area(shape):
    """Geodesic, m², of a local shape: Lambert-93 is conformal, and its areal scale is linear over a campus to 1e-10.

    `check` compares it with `Geod.polygon_area_perimeter`, whose rounding is near 1e-5 m² an edge at this latitude.
    """
    if shape.is_empty:
        return 0.0
    centre = shape.centroid
    degrees = LAMBERT(centre.x + EAST / 1000, centre.y + NORTH / 1000, inverse=True)
    return shape.area / LAMBERT.get_factors(*degrees).areal_scale


def parts(shape):
    if shape.geom_type == "Polygon":
        return [] if shape.is_empty else [shape]
    return [part for child in getattr(shape, "geoms", []) for part in parts(child)]


def polygonal(shape):
    """The surfaces of a shape as MULTIPOLYGON, the type of the layers: GEOS may round a lone POLYGON otherwise."""
    return MultiPolygon(parts(shape))


def snapped(shape):
    return nearest(shapely.set_precision(polygonal(shape), GRID))


def stored(shape):
    """As a row holds it: rings wound as GeoPackage asks. How GEOS rounds may depend on where and how a ring turns."""
    return polygonal(MultiPolygon([polygon.orient(part) for part in parts(shape)]))


def nearest(shape):
    """Positions as the doubles nearest to the grid: GEOS multiplies by the step, which may give the next one."""
    return shapely.transform(polygonal(shape), lambda positions: (positions * 1000).round() / 1000)


def cut(shape, other):
    return nearest(shapely.difference(polygonal(shape), polygonal(other), grid_size=GRID))


def common(shape, other):
    return nearest(shapely.intersection(polygonal(shape), polygonal(other), grid_size=GRID))


def joined(shapes):
    return nearest(shapely.union_all([polygonal(shape) for shape in shapes], grid_size=GRID))


def divided(shape, line):
    """The pieces of a shape on either side of a line, nodes on the grid."""
    edges = shapely.union(shape.boundary, line, grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize([edges]))
    return [nearest(face) for face in faces if shape.contains(face.representative_point())]


def kept(pieces):
    return [(type, shape) for type, shape in pieces if not shape.is_empty]


def meets(shape, other):
    return shape.relate_pattern(other, "T********")


class Refused(Exception):
    pass


@dataclass
class Row:
    shape: object
    type: str
    priority: int | None
    start: int
    end: int | None
    rank: tuple  # the day and the order of entry that decide between surfaces of one priority

    def lives(self, day):
        return self.start <= day and (self.end is None or self.end > day)

    @property
    def paint(self):
        return (PRIORITY[self.type] if self.priority is None else self.priority,) + self.rank


class Book:
    def __init__(self, outlines):
        self.rows, self.works, self.entries = [], {}, itertools.count()
        self.campuses = joined(outlines)

    def living(self, day):
        return [row for row in self.rows if row.lives(day)]

    def open(self, shape, type, day, priority=None, rank=None):
        row = Row(stored(shape), type, priority, day, None, rank or (day, next(self.entries)))
        self.rows.append(row)
        return row

    def draw(self, day, pieces):
        self.lay(day, [(type, snapped(shape)) for type, shape in pieces])

    def lay(self, day, pieces):
        """What remains of a row outside the footprint goes on; the new rows pass through the vertices of the cut."""
        footprint = joined([shape for _, shape in pieces])
        met = [row for row in self.rows if (row.end is None or row.end > day) and meets(row.shape, footprint)]
        if any(row.start >= day or row.end is not None for row in met):
            raise Refused
        remainders = []
        for row in met:
            row.end = day
            remainder = cut(row.shape, footprint)
            if not remainder.is_empty:
                self.open(remainder, row.type, day, row.priority, row.rank)
                remainders.append(remainder)
        around = joined(remainders)
        for type, shape in pieces:
            self.open(shape if around.is_empty else cut(shape, around), type, day)

    def plan(self, name, pieces):
        """What of the pieces lies in the campuses is planned; a square decimetre outside is let pass."""
        pieces = [(type, snapped(shape)) for type, shape in pieces]
        outside = sum(area(local(polygonal(shape.difference(self.campuses)))) for _, shape in pieces)
        if outside > 0.01:
            pieces = kept((type, common(shape, self.campuses)) for type, shape in pieces)
        if not pieces:
            raise Refused
        self.works[name] = [(type, stored(shape)) for type, shape in pieces]

    def complete(self, day, name, within=None):
        pieces, rest = self.works[name], []
        if not pieces:
            raise Refused
        if within is not None:
            done = common(stored(joined([shape for _, shape in pieces])), snapped(within))
            if done.is_empty:
                raise Refused
            rest = kept((type, cut(shape, done)) for type, shape in pieces)
            if rest:
                pieces = kept((type, stored(common(shape, done))) for type, shape in pieces)
        self.lay(day, pieces)
        self.works[name] = [(type, stored(shape)) for type, shape in rest]

    def cancel(self, name):
        self.works[name] = []

    def change(self, day, row, type=None, shape=None):
        shape = shape and snapped(shape)
        if row.start > day or row.end is not None:
            raise Refused
        if row.start == day:
            row.type, row.shape = type or row.type, stored(shape or row.shape)
        else:
            row.end = day
            self.open(shape or row.shape, type or row.type, day, row.priority)

    def split(self, day, row, line):
        pieces = divided(row.shape, line)
        if len(pieces) <= len(parts(row.shape)):
            raise Refused
        row.end = day
        for piece in pieces:
            self.open(piece, row.type, day, row.priority, row.rank)

    def merge(self, day, rows):
        for row in rows:
            row.end = day
        newest = max(rows, key=lambda row: row.rank)
        self.open(joined([row.shape for row in rows]), newest.type, day, newest.priority, newest.rank)

    def close(self, day, row):
        row.end = day

    def seen(self, day, outline):
        """Areas by type, what no surface covers as `-`, what is hidden as `+`; overlays at full precision."""
        areas, painted, drawn, outline = Counter(), Polygon(), 0.0, local(outline)
        for row in sorted(self.living(day), key=lambda row: row.paint, reverse=True):
            inside = polygonal(local(row.shape).intersection(outline))
            drawn += area(inside)
            areas[row.type] += area(polygonal(inside.difference(painted)))
            painted = painted.union(inside)
        seen = sum(areas.values())
        areas["-"] = area(polygonal(outline.difference(painted)))
        areas["+"] = drawn - seen
        assert abs(seen + areas["-"] - area(outline)) < 1e-6
        return areas


def check():
    """Cases done by hand; a hectare of the plane is 10001.9454 m² of the ellipsoid there."""

    def box(x0, y0, x1, y1):
        return shapely.box(EAST / 1000 + x0, NORTH / 1000 + y0, EAST / 1000 + x1, NORTH / 1000 + y1)

    scale, field = 1.000194535, box(0, 0, 100, 100)

    def near(found, **expected):
        wanted = {key.replace("none", "-").replace("hidden", "+"): value * scale for key, value in expected.items()}
        for key in set(found) | set(wanted):
            assert abs(found[key] - wanted.get(key, 0)) < 2e-3, (key, found[key], wanted.get(key, 0))

    stacked = Book([field])
    for type, shape in [("lawn", field), ("asphalt", box(0, 0, 60, 50)), ("roof", box(50, 0, 80, 30)),
                        ("roof", box(0, 80, 20, 90))]:
        stacked.open(shape, type, 0)
    near(stacked.seen(0, field), lawn=6200, asphalt=2700, roof=1100, hidden=4100)
    stacked.draw(5, [("swale", box(40, 10, 60, 30)), ("bed", box(60, 10, 70, 30))])
    near(stacked.seen(4, field), lawn=6200, asphalt=2700, roof=1100, hidden=4100)
    near(stacked.seen(5, field), lawn=6200, asphalt=2500, roof=700, swale=400, bed=200, hidden=3300)
    try:
        stacked.draw(5, [("lawn", box(55, 20, 65, 25))])
        raise AssertionError
    except Refused:
        pass

    gap = Book([field])
    gap.open(box(0, 0, 50, 100), "asphalt", 0)
    gap.open(box(50.03, 0, 120, 100), "asphalt", 0)
    near(gap.seen(0, field), asphalt=9997, none=3)
    left, right = gap.rows
    gap.split(3, left, LineString([(EAST / 1000 - 1, NORTH / 1000 + 40), (EAST / 1000 + 51, NORTH / 1000 + 40)]))
    gap.change(3, gap.rows[-1], type="lawn")
    gap.close(4, right)
    near(gap.seen(3, field) + Counter(), asphalt=9997 - gap.rows[-1].shape.area, lawn=gap.rows[-1].shape.area, none=3)
    near(gap.seen(4, field), asphalt=5000 - gap.rows[-1].shape.area, lawn=gap.rows[-1].shape.area, none=5000)

    geod, degrees = Geod(ellps="GRS80"), Transformer.from_crs("EPSG:2154", "EPSG:4171", always_xy=True)
    for turn in range(200):
        corners = [(EAST / 1000 + x, NORTH / 1000 + y) for x, y in [(turn / 3, 0), (60, turn / 4), (turn % 7, 50)]]
        edges = shapely.segmentize(Polygon(corners), 20).exterior.coords
        measured = abs(geod.polygon_area_perimeter(*degrees.transform(*zip(*edges)))[0])
        assert abs(area(local(Polygon(corners))) - measured) < 1e-4

    works = Book([field])
    works.open(field, "asphalt", 0)
    works.plan("w", [("lawn", box(-10, 0, 40, 20))])
    works.complete(7, "w", box(-5, -5, 10, 30))
    near(works.seen(7, field), asphalt=9800, lawn=200)
    works.complete(9, "w")
    near(works.seen(9, field), asphalt=9200, lawn=800)
    assert works.works["w"] == []


if __name__ == "__main__":
    check()
