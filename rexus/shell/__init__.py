"""The one place that wires everything: start, sign-in, main window, shutdown.

Until the first window has painted nothing is imported here but Qt, the settings and the theme: who double-clicks
should see where to type at once. What is heavy is loaded behind that window (`warmup`), and `services` holds it.
"""

# Before Qt: once PySide6 is loaded it reads the source of every module imported after it, to see whether that uses Qt.
import rexus.settings  # noqa: F401
