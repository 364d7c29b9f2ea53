"""Random polygons with holes, their geodesic area and perimeter by GeographicLib, in square metres and metres.

`geographic`: rings of longitude and latitude, WGS 84. `lambert`: rings of EPSG:2154 in whole millimetres, brought to
RGF93 longitude and latitude by the inverse of the Lambert conformal conic projection (Snyder, Map projections, USGS
professional paper 1395, pages 107 to 109), on GRS 80; their area is that inside edges straight in the projection, which
are divided every 30 m at most.
"""

import ctypes
import json
import math
import random

# Python rounds hypot its own way; GeographicLib in C takes that of the C library. With the same one, both round alike.
math.hypot = ctypes.CDLL("libm.so.6").hypot
math.hypot.restype = ctypes.c_double
math.hypot.argtypes = [ctypes.c_double, ctypes.c_double]

from geographiclib.geodesic import Geodesic

GRS80 = Geodesic(6378137, 1 / 298.257222101)
SITES = {"Alès": (4.0805, 44.1333), "Pau": (-0.3708, 43.3130), "Réunion": (55.4827, -20.9016), "Nord": (-171.3, 71.2)}


def measure(ellipsoid, rings):
    area, perimeter = 0.0, 0.0
    for index, ring in enumerate(rings):
        polygon = ellipsoid.Polygon(False)
        for lon, lat in ring[:-1]:
            polygon.AddPoint(lat, lon)
        _, length, surface = polygon.Compute(False, True)
        perimeter += length
        area += abs(surface) if index == 0 else -abs(surface)
    return {"area": area, "perimeter": perimeter}


def star(rng, x, y, rx, ry, count, digits):
    ring = []
    for angle in sorted(rng.uniform(0, 2 * math.pi) for _ in range(count)):
        r = rng.uniform(0.5, 1)
        ring.append((round(x + rx * r * math.cos(angle), digits), round(y + ry * r * math.sin(angle), digits)))
    ring.append(ring[0])
    return ring if rng.random() < 0.5 else ring[::-1]


def divided(ring, longest=30):
    """The ring with positions added on its edges."""
    positions = [ring[0]]
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        steps = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / longest))
        positions += [(x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps) for step in range(1, steps)]
        positions.append((x1, y1))
    return positions


def lambert93():
    """The inverse of Lambert-93: easting and northing in metres to longitude and latitude in degrees."""
    a, f = 6378137.0, 1 / 298.257222101
    e = math.sqrt(f * (2 - f))

    def m(lat):
        return math.cos(lat) / math.sqrt(1 - (e * math.sin(lat)) ** 2)

    def t(lat):
        s = e * math.sin(lat)
        return math.tan(math.pi / 4 - lat / 2) / ((1 - s) / (1 + s)) ** (e / 2)

    lat1, lat2, lat0, lon0 = (math.radians(v) for v in (49, 44, 46.5, 3))
    n = math.log(m(lat1) / m(lat2)) / math.log(t(lat1) / t(lat2))
    F = m(lat1) / (n * t(lat1) ** n)
    rho0 = a * F * t(lat0) ** n

    def inverse(x, y):
        dx, dy = x - 700000, rho0 - (y - 6600000)
        rho, theta = math.copysign(math.hypot(dx, dy), n), math.atan2(dx, dy)
        tt = (rho / (a * F)) ** (1 / n)
        lat = math.pi / 2 - 2 * math.atan(tt)
        for _ in range(20):
            s = e * math.sin(lat)
            lat = math.pi / 2 - 2 * math.atan(tt * ((1 - s) / (1 + s)) ** (e / 2))
        return math.degrees(theta / n + lon0), math.degrees(lat)

    return inverse


def main():
    rng = random.Random(20260102)
    inverse = lambert93()
    geographic, lambert = [], []
    for index in range(24):
        name, (lon, lat) = list(SITES.items())[index % len(SITES)]
        size = 10 ** rng.uniform(-4, -1.5)
        rings = [star(rng, lon, lat, size, size, rng.randint(5, 30), 9)]
        if index % 2:
            rings.append(star(rng, lon, lat, size / 4, size / 4, rng.randint(4, 9), 9))
        geographic.append({"site": name, "rings": rings, **measure(Geodesic.WGS84, rings)})
    for index in range(24):
        x, y = ((786457, 6337735), (426800, 6251800), (652000, 6862000))[index % 3]
        size = 10 ** rng.uniform(0.5, 3)
        rings = [star(rng, x, y, size, size, rng.randint(5, 30), 3)]
        if index % 2:
            rings.append(star(rng, x, y, size / 4, size / 4, rng.randint(4, 9), 3))
        unprojected = [[inverse(*p) for p in ring] for ring in rings]
        area = measure(GRS80, [[inverse(*p) for p in divided(ring)] for ring in rings])["area"]
        lambert.append(
            {"rings": [[(round(u * 1000), round(v * 1000)) for u, v in r] for r in rings],
             **measure(GRS80, unprojected), "area": area}
        )
    print(json.dumps({"geographic": geographic, "lambert": lambert}, ensure_ascii=False, separators=(",", ":")))


main()
