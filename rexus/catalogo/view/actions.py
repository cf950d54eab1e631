"""Everything that can be done on the page, each once: a menu, a button and a key are the same action."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from rexus.base.text import tr
from rexus.catalogo.catalogo import Catalogo
from rexus.seguridad import AJUSTAR
from rexus.ui.icons import icon


@dataclass(frozen=True)
class _Spec:
    name: str
    text: str
    icon: str
    keys: tuple[str, ...]
    tip: str
    # What the action needs: nothing, one article, one or more of them, or a line of the card; whether it changes
    # anything; whether it works on the database as it is now, so that what was seen of it before is not enough; the
    # right that it takes besides that to change the module.
    needs: str = ""
    writes: bool = True
    fresh: bool = False
    right: str = ""
    # What its button says, where that is less than its text.
    short: str = ""
    # Only where articles are cut.
    cut: bool = False


def _specs() -> tuple[_Spec, ...]:
    return (
        _Spec("nuevo", tr("Nuevo artículo…"), "nuevo", ("Ctrl+N",), tr("Cargar un artículo nuevo")),
        _Spec("editar", tr("Editar…"), "editar", ("F2",), tr("Editar el artículo elegido"), "uno"),
        _Spec("duplicar", tr("Duplicar…"), "duplicar", ("Ctrl+D",), tr("Cargar otro con los mismos datos"), "uno"),
        _Spec(
            "editar_varios",
            tr("Editar varios…"),
            "editar",
            ("Shift+F2",),
            tr("Dar ubicación, proveedor o mínimo a todos los elegidos"),
            "varios",
        ),
        _Spec(
            "desactivar",
            tr("Desactivar"),
            "desactivar",
            ("Ctrl+Shift+D",),
            tr("Sacar de uso el artículo, o volver a usarlo"),
            "uno",
        ),
        _Spec("eliminar", tr("Eliminar…"), "eliminar", ("Ctrl+Del",), tr("Eliminar un artículo sin historia"), "uno"),
        _Spec(
            "historial",
            tr("Historial…"),
            "historial",
            ("Ctrl+H",),
            tr("Ver quién cambió el artículo, cuándo y qué"),
            "uno",
            writes=False,
            fresh=True,
            right="auditoria.ver",
        ),
        _Spec(
            "precios",
            tr("Proveedores y precios…"),
            "reportes",
            ("Ctrl+Shift+P",),
            tr("Ver quién vende el artículo, a cuánto y desde cuántos"),
            "uno",
            writes=False,
            fresh=True,
            right="compras.ver",
            short=tr("Precios"),
        ),
        _Spec("entrada", tr("Registrar entrada…"), "entrada", ("Ctrl+E",), tr("Registrar lo que llegó"), "uno"),
        _Spec("salida", tr("Registrar salida…"), "salida", ("Ctrl+S",), tr("Registrar lo que se llevó"), "uno"),
        _Spec(
            "ajuste",
            tr("Registrar ajuste…"),
            "ajuste",
            ("Ctrl+J",),
            tr("Corregir el stock, con su motivo"),
            "uno",
            right=AJUSTAR,
        ),
        _Spec("transferir", tr("Transferir…"), "transferir", ("Ctrl+T",), tr("Pasar piezas de un lugar a otro"), "uno"),
        _Spec(
            "cortar",
            tr("Cortar…"),
            "cortar",
            ("Ctrl+Shift+C",),
            tr("Sacar piezas de una barra o un retazo"),
            "uno",
            cut=True,
        ),
        _Spec(
            "retazos",
            tr("Retazos…"),
            "retazos",
            ("Ctrl+Shift+R",),
            tr("Buscar retazos por su largo"),
            writes=False,
            cut=True,
        ),
        _Spec(
            "etiquetas",
            tr("Etiquetas…"),
            "etiqueta",
            ("Ctrl+Shift+T",),
            tr("Imprimir las etiquetas de los artículos elegidos"),
            "varios",
            writes=False,
        ),
        _Spec("rapido", tr("Movimiento rápido…"), "escaner", ("Ctrl+R",), tr("Leer códigos uno tras otro")),
        _Spec("conteo", tr("Conteo…"), "conteo", ("Ctrl+Shift+K",), tr("Contar un lugar o lo filtrado"), right=AJUSTAR),
        _Spec("importar", tr("Importar mi planilla…"), "importar", ("Ctrl+I",), tr("Traer artículos de una planilla")),
        _Spec(
            "exportar",
            tr("Exportar lo que se ve…"),
            "exportar",
            ("Ctrl+Shift+E",),
            tr("Guardar las filas y columnas que se ven"),
            writes=False,
            fresh=True,
        ),
        _Spec(
            "verificar",
            tr("Verificar el stock…"),
            "verificar",
            ("Ctrl+Shift+V",),
            tr("Comprobar que el stock es la suma de sus movimientos"),
            writes=False,
            fresh=True,
        ),
        _Spec(
            "anular",
            tr("Anular movimiento…"),
            "deshacer",
            ("Del",),
            tr("Anular el movimiento elegido del kardex"),
            "linea",
        ),
        _Spec("actualizar", tr("Actualizar"), "actualizar", ("F5",), tr("Leer otra vez los datos"), writes=False),
        _Spec("columnas", tr("Columnas"), "columnas", (), tr("Elegir qué columnas se ven"), writes=False),
        _Spec(
            "ir_a_tabla", tr("Ir a la tabla"), "inventario", ("F7",), tr("Pasar el teclado a la tabla"), writes=False
        ),
        _Spec("ir_a_kardex", tr("Ir al kardex"), "kardex", ("F8",), tr("Pasar el teclado al kardex"), writes=False),
    )


class Actions:
    """The page's actions by name: `actions["salida"]`. Names are those of the handles: «inventario.salida»."""

    def __init__(self, catalogo: Catalogo, parent: QWidget) -> None:
        self._catalogo = catalogo
        self._specs = {spec.name: spec for spec in _specs() if catalogo.entera or not spec.cut}
        self._actions = {spec.name: _action(catalogo, spec, parent) for spec in self._specs.values()}
        self._may: Callable[[str], bool] = lambda _right: True
        self._away = ""
        self._chosen: tuple[int, bool | None] = (0, None)
        self._line = False

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __contains__(self, name: str) -> bool:
        return name in self._actions

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def named(self, *names: str) -> list[QAction]:
        """Several of them, as far as this catalogue has them; «-» gives a separator."""
        return [
            _separator(next(iter(self))) if name == "-" else self[name]
            for name in names
            if name == "-" or name in self._actions
        ]

    def restrict(self, may: Callable[[str], bool]) -> None:
        """What who is signed in may do, by the name of the right. The operations check it again."""
        self._may = may
        self._follow()

    def set_away(self, reason: str) -> None:
        """The database is away, for this reason; empty: it is there."""
        self._away = reason
        for name, spec in self._specs.items():
            if spec.writes or spec.fresh:
                self[name].setToolTip(reason or spec.tip)
        self._follow()

    def follow_selection(self, count: int, *, active: bool | None = None) -> None:
        """Enable what makes sense for `count` chosen articles; `active` is of the current one, None if unknown."""
        self._chosen = (count, active)
        self._follow()

    def follow_line(self, stands: bool) -> None:
        """Whether a movement of the card is chosen that can be annulled."""
        self._line = stands
        self._follow()

    def _follow(self) -> None:
        count, active = self._chosen
        fits = {"": True, "uno": count == 1, "varios": count >= 1, "linea": self._line}
        for name, spec in self._specs.items():
            modify = f"{self._catalogo.permiso}.modificar" if spec.writes else ""
            rights = [right for right in (modify, spec.right) if right]
            allowed = all(map(self._may, rights)) and not (self._away and (spec.writes or spec.fresh))
            self[name].setEnabled(fits[spec.needs] and allowed)
        out_of_use = active is False
        self["desactivar"].setText(tr("Reactivar") if out_of_use else tr("Desactivar"))
        self["desactivar"].setIcon(icon("activar" if out_of_use else "desactivar"))


def _action(catalogo: Catalogo, spec: _Spec, parent: QWidget) -> QAction:
    action = QAction(icon(spec.icon), spec.text, parent)
    action.setObjectName(catalogo.handle(spec.name))
    action.setIconText(spec.short or spec.text.replace("…", "").replace(tr("Registrar "), "").capitalize())
    action.setToolTip(spec.tip)
    action.setShortcuts(list(spec.keys))  # type: ignore[arg-type]
    return action


def _separator(sibling: QAction) -> QAction:
    line = QAction(sibling.parent())
    line.setSeparator(True)
    return line
