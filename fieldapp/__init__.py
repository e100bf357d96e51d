"""The core: everything the program knows, and no Qt.

Floors, each leaning only on those before it:
base ← records ← rules ← {store, documents} ← desk ← {commands, ui}.
"""

VERSION = "0.1.0"
