"""Random surfaces around Alès on EPSG:2154 and the areas of their overlays on a 1 mm grid, by Shapely.

Coordinates are whole millimetres from the origin named in the file, so that both sides read the same doubles.
Areas are in square metres.
"""

import json
import math
import random

import shapely
from shapely import MultiPolygon, Polygon

ORIGIN = (786_000_000, 6_337_000_000)
GRID = 0.001


def star(rng, x, y, radius, count):
    """A ring around (x, y), in millimetres: simple, because the angles ascend."""
    angles = sorted(rng.uniform(0, 2 * math.pi) for _ in range(count))
    points = []
    for angle in angles:
        r = radius * rng.uniform(0.4, 1)
        points.append((round(x + r * math.cos(angle)), round(y + r * math.sin(angle))))
    return points + points[:1]


def surface(rng):
    """One to three polygons, some with a hole, as lists of rings of millimetres; valid, or another one is drawn."""
    while True:
        polygons = []
        for _ in range(rng.choice([1, 1, 2, 3])):
            x, y = rng.randint(0, 200_000), rng.randint(0, 200_000)
            radius = rng.randint(5_000, 80_000)
            rings = [star(rng, x, y, radius, rng.randint(5, 24))]
            if rng.random() < 0.4:
                rings.append(star(rng, x, y, radius * 0.3, rng.randint(4, 8)))
            polygons.append(rings)
        if shape(polygons).is_valid:
            return polygons


def neighbour(rng, polygons):
    """The first exterior shifted by a few millimetres: nearly equal edges, what draws slivers."""
    dx, dy = rng.randint(-3, 3), rng.randint(-3, 3)
    return [[[(x + dx, y + dy) for x, y in polygons[0][0]]]]


def shape(polygons):
    def metres(ring):
        return [((ORIGIN[0] + x) / 1000, (ORIGIN[1] + y) / 1000) for x, y in ring]

    return MultiPolygon([Polygon(metres(rings[0]), [metres(hole) for hole in rings[1:]]) for rings in polygons])


def pair(rng, index):
    a = surface(rng)
    b = neighbour(rng, a) if index % 5 == 4 else surface(rng)
    p, q = shape(a), shape(b)
    if not q.is_valid:
        return pair(rng, index)
    return {
        "a": a,
        "b": b,
        "union": round(shapely.union(p, q, grid_size=GRID).area, 6),
        "intersection": round(shapely.intersection(p, q, grid_size=GRID).area, 6),
        "difference": round(shapely.difference(p, q, grid_size=GRID).area, 6),
        "intersects": bool(p.intersects(q)),
    }


def group(rng):
    surfaces = [surface(rng) for _ in range(12)]
    union = shapely.union_all([shape(s) for s in surfaces], grid_size=GRID)
    return {"surfaces": surfaces, "union": round(union.area, 6)}


def main():
    rng = random.Random(20260101)
    document = {
        "engine": f"Shapely {shapely.__version__} on GEOS {shapely.geos_version_string}",
        "origin": ORIGIN,
        "pairs": [pair(rng, index) for index in range(150)],
        "groups": [group(rng) for _ in range(8)],
    }
    print(json.dumps(document, separators=(",", ":")))


main()
