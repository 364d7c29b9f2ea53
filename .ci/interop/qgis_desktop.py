"""QGIS without a screen: started with a profile of its own, its messages kept."""
import os

from atlas import WORK

PROFILE = WORK / "qgis_profile"
PROFILE.mkdir(mode=0o700, parents=True, exist_ok=True)
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QGIS_CUSTOM_CONFIG_PATH"] = os.environ["XDG_RUNTIME_DIR"] = str(PROFILE)

from qgis.core import Qgis, QgsApplication, QgsVectorLayer  # noqa: E402  (after the environment is set)

VERSION = Qgis.QGIS_VERSION
messages = []

application = QgsApplication([], False)
application.initQgis()
application.messageLog().messageReceived.connect(lambda text, tag, level: messages.append(f"{tag}: {text}"))


def layer(atlas, table):
    """A layer opened as a person opens it: with the default style that the file carries."""
    opened = QgsVectorLayer(f"{atlas}|layername={table}", table, "ogr")
    if not opened.isValid():
        raise SystemExit(f"QGIS cannot open {table} in {atlas}: {messages}")
    return opened
