"""Random histories of the ground of a campus, and the areas that are seen on each of their days.

Writes `land_histories.txt`, which LandHistoryPropertyTests replays through the atlas. The rules are those of
`land_ground.py`, which says what they need.

    python3 land_histories.py                      # the 2,000 histories of seeds 0 to 1999, on land_histories.txt
    python3 land_histories.py 5001 5100 FILE       # those of other seeds, elsewhere

A file of histories, line by line:

    history SEED                          opens a history; those of SEED / 10 are a batch, with the same days
    campus POLYGON AREA                   an outline and its geodesic area; the first is campus 0
    survey DAY TYPE POLYGON [PRIORITY]    a surface enters the book; nothing is cut, it may lie over others
    lay DAY KIND TYPE POLYGON [TYPE POLYGON …]
                                          what lives there is closed and cut on the 1 mm grid; the new surfaces open
    plan DAY WORKS TYPE POLYGON [TYPE POLYGON …]
                                          clipped to the campuses
    complete DAY WORKS [POLYGON]          lays what is planned, or only what of it lies in the polygon
    cancel DAY WORKS
    retype DAY ROW TYPE KIND
    redraw DAY ROW POLYGON KIND
    split DAY ROW LINE
    merge DAY ROW ROW
    close DAY ROW KIND
    refused …                             any of these, which must change nothing
    = DAY CAMPUS TYPE:AREA …              what is seen; -:AREA is seen of no surface, +:AREA is hidden under another

A DAY is an ISO date. A POLYGON is parts joined by `|`, each of rings joined by `;`, each x,y,x,y,… not closed; a LINE is
one such list. Coordinates are whole millimetres from (786400, 6337700) in EPSG:2154. A ROW is TYPE@x,y: the one surface
of that type, living on the day, around the position; TYPE@x,y@DAY looks for it on another day. Areas are geodesic on
GRS 80, in units of 10 mm².
"""

import datetime
import itertools
import math
import pathlib
import random
import sys
from collections import Counter

import shapely
from shapely import LineString, Polygon, affinity

from land_ground import EAST, NORTH, Book, Refused, area, common, cut, divided, joined, local, parts

TYPES = ["roof", "asphalt", "concrete", "gravel_loose", "grass_paver", "lawn", "bed", "water"]


# Drawing.


class Draw(random.Random):
    """Shapes of a history: on whole centimetres with right angles, or slanted on whole millimetres.

    The ten histories of a batch lie 250 m apart, so that one atlas holds them all.
    """

    def __init__(self, seed):
        super().__init__(seed)
        self.rectilinear = seed % 3 == 0
        self.east = EAST + seed % 10 * 250_000

    def place(self, x, y):
        step = 10 if self.rectilinear else 1
        return (self.east + round(x * 1000 / step) * step) / 1000, (NORTH + round(y * 1000 / step) * step) / 1000

    def here(self, shape):
        """The shape in metres from the corner of the history."""
        return shapely.transform(shape, lambda positions: positions - [self.east / 1000, NORTH / 1000])

    def shape(self, x, y, radius, hole=0.0):
        while True:
            ring = self.ring(x, y, radius)
            shape = Polygon(ring)
            if self.random() < hole:
                centre = self.here(shape).representative_point()
                inner = Polygon(self.ring(centre.x, centre.y, radius / 4))
                if shape.contains_properly(inner) and shape.exterior.distance(inner) > 0.05:
                    shape = Polygon(ring, [inner.exterior.coords])
            if shape.is_valid and shape.area > 0.5:
                return shape

    def ring(self, x, y, radius):
        return self.box(x, y, radius) if self.rectilinear else self.star(x, y, radius)

    def star(self, x, y, radius):
        angles = sorted(self.uniform(0, 2 * math.pi) for _ in range(self.randint(3, 7)))
        reach = [radius * self.uniform(0.5, 1.2) for _ in angles]
        return [self.place(x + r * math.cos(a), y + r * math.sin(a)) for a, r in zip(angles, reach)]

    def box(self, x, y, radius):
        w, h = radius * self.uniform(0.3, 1.2), radius * self.uniform(0.3, 1.2)
        ring = [(x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h)]
        if self.random() < 0.4:
            u, v = x + w * self.uniform(-0.7, 0.7), y + h * self.uniform(-0.7, 0.7)
            ring[2:3] = [(x + w, v), (u, v), (u, y + h)]
        return [self.place(*corner) for corner in ring]

    def line(self, shape):
        """A line across a shape."""
        x0, y0, x1, y1 = self.here(shape).buffer(1).bounds
        x, y = (self.uniform(0.3, 0.7) * (b - a) + a for a, b in ((x0, x1), (y0, y1)))
        if self.rectilinear:
            path = [(x, y0), (x, y1)] if self.random() < 0.5 else [(x0, y), (x1, y)]
            if self.random() < 0.3:
                path = [(x, y0), (x, y), (x1, y)]
        else:
            u = self.uniform(x0, x1)
            path = [(u, y0), (x0 + x1 - u, y1)]
            if self.random() < 0.3:
                path.insert(1, (x, y))
        return LineString([self.place(*corner) for corner in path])

    def outlines(self):
        """One outline, perhaps with a hole, or two that share edges."""
        whole = Polygon(self.box(30, 30, 28) if self.rectilinear else self.round(30, 30, 32))
        while not whole.is_valid or whole.area < 800:
            whole = Polygon(self.box(30, 30, 28) if self.rectilinear else self.round(30, 30, 32))
        if self.random() < 0.3:
            pieces = divided(whole, self.line(whole))
            if len(pieces) == 2 and min(piece.area for piece in pieces) > 100:
                return pieces
        if self.random() < 0.3:
            inner = self.shape(30, 30, 7)
            if whole.contains_properly(inner):
                whole = Polygon(whole.exterior.coords, [inner.exterior.coords])
        return [whole]

    def round(self, x, y, radius):
        count = self.randint(5, 8)
        turns = [(step + self.uniform(0, 0.8)) * 2 * math.pi / count for step in range(count)]
        reach = [radius * self.uniform(0.7, 1.1) for _ in turns]
        return [self.place(x + r * math.cos(a), y + r * math.sin(a)) for a, r in zip(turns, reach)]


# Histories.


def day_text(day):
    return (datetime.date(2020, 1, 1) + datetime.timedelta(days=day)).isoformat()


def positions_text(coordinates):
    return ",".join(
        f"{round(x * 1000) - EAST},{round(y * 1000) - NORTH}" for x, y in coordinates)


def shape_text(shape):
    return "|".join(
        ";".join(positions_text(ring.coords[:-1]) for ring in [part.exterior, *part.interiors]) for part in parts(shape))


def pieces_text(pieces):
    return " ".join(f"{type} {shape_text(shape)}" for type, shape in pieces)


class History:
    def __init__(self, seed):
        self.seed, self.draw, self.lines = seed, Draw(seed), []
        self.calendar = list(itertools.accumulate(random.Random(-(seed // 10)).choices(range(1, 150), k=12)))
        self.day = self.calendar[0]
        self.outlines = self.draw.outlines()
        self.book = Book(self.outlines)
        self.days, self.names = set(), itertools.count(1)

    def text(self):
        draw = self.draw
        if draw.random() < 0.5:
            self.enter(draw.choice(["lawn", "asphalt"]), joined(self.outlines))
        for _ in range(draw.randint(1, 2)):
            self.survey()
        wanted = len(self.lines) + draw.randint(3, 6)
        acts = [self.lay, self.works, self.retype, self.redraw, self.split, self.merge, self.close, self.survey]
        while len(self.lines) < wanted:
            today, done = self.day, len(self.lines)
            if draw.random() < 0.8:
                self.day = self.calendar[self.calendar.index(today) + 1]
            draw.choices(acts, [6, 6, 3, 3, 4, 9, 2, 2])[0]()
            if len(self.lines) == done:
                self.day = today
        head = [f"history {self.seed}"]
        head += [f"campus {shape_text(outline)} {units(area(local(outline)))}" for outline in self.outlines]
        return "\n".join(head + self.lines + list(self.expected())) + "\n"

    def expected(self):
        for day in sorted(self.days):
            for place, outline in enumerate(self.outlines):
                areas = {key: units(value) for key, value in self.book.seen(day, outline).items()}
                found = " ".join(f"{key}:{areas[key]}" for key in sorted(areas) if areas[key])
                yield f"= {day_text(day)} {place} {found}"

    def say(self, act, *words, day=None, refused=False):
        day = self.day if day is None else day
        if not refused:
            self.days.add(day)
        self.lines.append(("refused " if refused else "") + " ".join([act, day_text(day), *map(str, words)]))

    # What is drawn.

    def anything(self):
        """A new shape, which may leave the outline, or share an edge with what is there."""
        draw, living = self.draw, self.book.living(self.day)
        shape = draw.shape(draw.uniform(0, 60), draw.uniform(0, 60), draw.uniform(5, 25), hole=0.15)
        if living and draw.random() < 0.25:
            beside = cut(shape, draw.choice(living).shape)
            if not beside.is_empty and beside.area > 1:
                return beside
        return shape

    def pieces(self):
        """One or two surfaces that do not overlap."""
        draw, shape = self.draw, self.anything()
        if draw.random() < 0.4:
            found = divided(shape, draw.line(shape))
            if 2 <= len(found) <= 3:
                return [(draw.choice(TYPES), piece) for piece in found]
        return [(draw.choice(TYPES), shape)]

    def pointed(self, row, day=None):
        """How a row is told from those of its type on a day; None where it cannot be."""
        day = self.day if day is None else day
        others = [other.shape for other in self.book.living(day) if other is not row and other.type == row.type]
        alone = row.shape.difference(shapely.union_all(others)).buffer(-0.05)
        if alone.is_empty or alone.area < 0.1:
            return None
        point = alone.representative_point()
        return f"{row.type}@{positions_text([(point.x, point.y)])}"

    def settled(self):
        """The rows that live since before today, in random order."""
        found = [row for row in self.book.living(self.day) if row.start < self.day and row.end is None]
        return self.draw.sample(found, len(found))

    # What is done.

    def enter(self, type, shape, priority=None):
        self.book.open(shape, type, self.day, priority)
        self.say("survey", type, shape_text(shape), *([] if priority is None else [priority]))

    def survey(self):
        draw = self.draw
        self.enter(draw.choice(TYPES), self.anything(), draw.choice([5, 25, 45]) if draw.random() < 0.1 else None)

    def lay(self):
        draw = self.draw
        day = self.day if draw.random() < 0.9 else draw.choice([day for day in self.calendar if day <= self.day])
        kind, pieces = draw.choice(["change", "change", "correction"]), self.pieces()
        self.attempt(
            lambda: self.book.draw(day, pieces), "lay", kind, pieces_text(pieces), day=day)

    def attempt(self, act, *words, day=None):
        try:
            act()
        except Refused:
            # One refusal in a history is enough.
            if not any(line.startswith("refused") for line in self.lines):
                self.say(*words, day=day, refused=True)
        else:
            self.say(*words, day=day)

    def works(self):
        draw, pending = self.draw, [name for name, pieces in self.book.works.items() if pieces]
        if pending and draw.random() < 0.4:
            name = draw.choice(list(self.book.works) if draw.random() < 0.05 else pending)
            return self.attempt(lambda: self.book.complete(self.day, name), "complete", name)
        name, pieces, fate = f"w{next(self.names)}", self.pieces(), draw.random()
        self.attempt(lambda: self.book.plan(name, pieces), "plan", name, pieces_text(pieces))
        if name not in self.book.works:
            return
        if fate < 0.12:
            self.book.cancel(name)
            self.say("cancel", name)
        elif fate < 0.4:
            x0, y0, x1, y1 = draw.here(joined([shape for _, shape in pieces])).bounds
            reach = max(x1 - x0, y1 - y0)
            within = draw.shape(x0 + reach / 4, y0 + reach / 4, reach / 2)
            if sum(common(shape, within).area for _, shape in pieces) > 0.5:
                self.attempt(lambda: self.book.complete(self.day, name, within), "complete", name, shape_text(within))
        elif fate < 0.85:
            self.attempt(lambda: self.book.complete(self.day, name), "complete", name)

    def row(self, act):
        """Does an act on a row that can be told."""
        for row in self.settled():
            told = self.pointed(row)
            if told:
                return act(row, told)

    def changed(self):
        """A row to change: one that lives since before today, or that was drawn today and changes in place."""
        draw = self.draw
        fresh = [row for row in self.book.living(self.day) if row.rank[0] == row.start == self.day and row.end is None]
        if fresh and draw.random() < 0.6:
            row = draw.choice(fresh)
            return row, self.pointed(row)
        return next(((row, told) for row in self.settled() if (told := self.pointed(row))), (None, None))

    def retype(self):
        draw = self.draw
        row, told = self.changed()
        if not told:
            return
        type = draw.choice([type for type in TYPES if type != row.type])
        kind = draw.choice(["change", "correction"])
        if draw.random() < 0.08:
            day = row.start - draw.randint(1, 5)
            self.attempt(
                lambda: self.book.change(day, row, type=type), "retype", f"{told}@{day_text(self.day)}", type, kind,
                day=day)
        else:
            self.attempt(lambda: self.book.change(self.day, row, type=type), "retype", told, type, kind)

    def redraw(self):
        draw = self.draw
        row, told = self.changed()
        if not told:
            return
        shape, kind = self.anything(), draw.choice(["change", "correction"])
        self.attempt(lambda: self.book.change(self.day, row, shape=shape), "redraw", told, shape_text(shape), kind)

    def split(self):
        def act(row, told):
            line = self.draw.line(row.shape)
            if self.draw.random() < 0.05:
                line = affinity.translate(line, 200, 200)
            self.attempt(lambda: self.book.split(self.day, row, line), "split", told, positions_text(line.coords))

        self.row(act)

    def merge(self):
        rows = [(row, told) for row in self.settled() if (told := self.pointed(row))]
        for (a, told_a), (b, told_b) in itertools.combinations(rows, 2):
            if a.type == b.type and a.priority == b.priority and a.shape.buffer(1e-6).intersection(b.shape).area > 1e-6:
                self.book.merge(self.day, [a, b])
                self.say("merge", told_a, told_b)
                return

    def close(self):
        def act(row, told):
            self.book.close(self.day, row)
            self.say("close", told, self.draw.choice(["change", "correction"]))

        if len(self.book.living(self.day)) > 2:
            self.row(act)


def units(value):
    return round(value * 1e5)


def main():
    first, last = map(int, sys.argv[1:3] or (0, 1999))
    out = sys.argv[3] if len(sys.argv) > 3 else pathlib.Path(__file__).with_name("land_histories.txt")
    acts = Counter()
    with open(out, "w", encoding="utf-8") as file:
        for seed in range(first, last + 1):
            text = History(seed).text()
            file.write(text)
            acts.update(line.split()[0] for line in text.splitlines())
    print(dict(acts), file=sys.stderr)


if __name__ == "__main__":
    main()
