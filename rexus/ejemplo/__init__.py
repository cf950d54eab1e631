"""The example workshop: a home of its own beside the user's, made whole by the program's own operations, removed whole.

Nothing of it touches the user's databases, wherever those are; so nothing has to be told apart, and no rule is bent to
take it away. Whoever makes it is its administrator, with a password that is made with it and told
(`base/marca_de_ejemplo.py`).

carpeta    the folder: made under another name, renamed once it is whole; removed the other way round
siembra    articles, places, suppliers and prices
historia   thirty days: what came, what went, obras, orders
datos      the facts, all of them made up
"""

from __future__ import annotations

from rexus.ejemplo.carpeta import EjemploModel, borrar

__all__ = ["EjemploModel", "borrar"]
