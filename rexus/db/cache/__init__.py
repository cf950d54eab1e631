"""What screens ask again and again, remembered for a while: in memory, or in a Redis that the seats share.

`Cache` is what the rest of the program holds (`registry.cache`). Never used for stock figures that a movement is
decided on, and never asked before the permission was checked.
"""

from rexus.db.cache.cache import Cache
from rexus.db.cache.cifras import CifrasCache
from rexus.db.cache.fabrica import cache_de, de_ajustes, en_memoria, identidad

__all__ = ["Cache", "CifrasCache", "cache_de", "de_ajustes", "en_memoria", "identidad"]
