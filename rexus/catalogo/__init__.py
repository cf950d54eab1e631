"""What every catalogue of articles shares: its page, form, movements, stocktake, import and export, told by one value.

catalogo   Catalogo, Columna: the description that a module gives
model      ModeloCatalogo: its operations
view, controller   the page

A module declares what its articles are (`orm.py`, `domain.py`) and describes its page with a `Catalogo`; nothing here
knows any class of articles by name.
"""
