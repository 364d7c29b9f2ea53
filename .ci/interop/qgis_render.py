#!/usr/bin/python3
"""QGIS draws the demonstration with the styles that the file carries; several classes' colours are in the picture."""
# qgis_render.py [ATLAS [PICTURE.png [WIDTHxHEIGHT]]]
import sys
from collections import Counter
from itertools import product
from pathlib import Path

from qgis_desktop import VERSION, application, layer
from qgis.core import QgsMapRendererParallelJob, QgsMapSettings
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

from atlas import WORK, conclude, demonstration, expect, query

TOP_TO_BOTTOM = ["observation", "plant", "container", "campus", "parcel", "surface"]


def draw(atlas, picture, width, height):
    """Draws the largest campus as a person sees it on opening the file; gives the picture's pixels, counted by colour, and the legend of the surfaces."""
    styled = {table for (table,) in query(atlas, "SELECT f_table_name FROM layer_styles WHERE useAsDefault")}
    layers = [layer(atlas, table) for table in TOP_TO_BOTTOM if table in styled]
    expect("surface" in styled, f"layers with a default style: {', '.join(one.name() for one in layers)}")
    surfaces = layers[-1]
    campuses = next(one for one in layers if one.name() == "campus")
    extent = max((one.geometry() for one in campuses.getFeatures()), key=lambda shape: shape.area()).boundingBox()
    extent.scale(1.03)
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(surfaces.crs())
    settings.setBackgroundColor(QColor("white"))
    settings.setOutputSize(QSize(width, height))
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage().convertToFormat(QImage.Format_RGB32)
    drew = not job.errors() and image.save(str(picture))
    expect(drew, f"QGIS {VERSION} drew {picture.name}, {width} x {height} pixels")
    colours = memoryview(image.constBits().asstring(image.sizeInBytes())).cast("I")
    items = [item for item in surfaces.renderer().legendSymbolItems() if item.symbol()]
    return Counter(colour & 0xFFFFFF for colour in colours), [(item.label(), on_paper(item.symbol())) for item in items]


def on_paper(symbol):
    """The colour that a symbol leaves on white paper."""
    colour = symbol.color()
    opacity = colour.alphaF() * symbol.opacity()
    return tuple(round(ink * opacity + 255 * (1 - opacity)) for ink in (colour.red(), colour.green(), colour.blue()))


def seen(pixels, colour):
    """How many pixels have this colour, to one step of rounding per channel."""
    red, green, blue = (range(channel - 1, channel + 2) for channel in colour)
    return sum(pixels[(r << 16) + (g << 8) + b] for r, g, b in product(red, green, blue))


arguments = dict(enumerate(sys.argv[1:]))
width, height = map(int, arguments.get(2, "1200x800").split("x"))
atlas = Path(arguments.get(0) or demonstration()).resolve()
picture = Path(arguments.get(1, WORK / "demo.png")).resolve()
pixels, legend = draw(atlas, picture, width, height)
application.exitQgis()

drawn = {label: (seen(pixels, colour), colour) for label, colour in legend if seen(pixels, colour) >= 50}
for label, (number, colour) in sorted(drawn.items(), key=lambda entry: -entry[1][0]):
    print(f"       {number:8} pixels  {label}")
expect(
    len({colour for number, colour in drawn.values()}) >= 4,
    f"{len(drawn)} of {len(legend)} classes of surface are seen, in at least 4 colours")
painted = 1 - pixels[0xFFFFFF] / (width * height)
expect(painted > 0.2, f"{painted:.0%} of the picture is painted")
conclude()
