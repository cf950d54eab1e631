"""What a file would change, looked at before anything changes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.base.text import contados, tr, tr_en_contexto
from rexus.configuracion import Plan
from rexus.modulos.configuracion import textos
from rexus.modulos.configuracion.view.tabla import Columna, Marco, Tabla
from rexus.ui.dialogs import Dialog
from rexus.ui.theme import MARGIN, set_class

_WIDTH = 760


class ImportarDialog(Dialog):
    """Before → after for each key; and what of the file is not taken, with the reason."""

    def __init__(self, parent: QWidget | None, archivo: str, plan: Plan) -> None:
        n = len(plan.cambios)
        verbo = tr("Importar {n}").format(n=contados(n, tr("cambio"), tr("cambios"))) if n else tr("Cerrar")
        super().__init__(
            parent, tr("Importar «{archivo}»").format(archivo=archivo), verbo, nombre="configuracion.importacion"
        )
        self.plan = plan
        self.content.setContentsMargins(0, 0, 0, 8)
        heading = QLabel(tr("Importar «{archivo}»").format(archivo=archivo))
        heading.setTextFormat(Qt.TextFormat.PlainText)
        set_class(heading, "seccion")
        self.content.addWidget(heading)
        self.resumen = QLabel(_summary(plan))
        self.resumen.setObjectName("configuracion.importacion.resumen")
        self.resumen.setWordWrap(True)
        self.content.addWidget(self.resumen)
        self.cambios = Tabla(
            "configuracion.importacion.cambios",
            tr("Qué cambia"),
            [Columna(tr_en_contexto("setting", "Ajuste"), 264), Columna(tr("Ahora")), Columna(tr("Con el archivo"))],
        )
        self.cambios.show_rows(
            [
                [
                    textos.nombre(p.clave),
                    textos.valor_o_fabrica(p.clave, p.antes),
                    textos.valor_o_fabrica(p.clave, p.despues),
                ]
                for p in plan.cambios
            ]
        )
        rest = _left_out(plan)
        self.fuera = Tabla(
            "configuracion.importacion.fuera",
            tr("Qué no se importa"),
            [Columna(tr("En el archivo"), 264), Columna(tr("Por qué no se importa"))],
        )
        self.fuera.show_rows(rest)
        self._add(self.cambios, "", 6 if rest else 11, shown=bool(n))
        self._add(self.fuera, tr("No se importa"), 4 if n else 10, shown=bool(rest))
        if not n:
            self.cancel.hide()
        # Placed by this width: grown later, it would stand aside.
        self.resize(_WIDTH + 2 * MARGIN, self.sizeHint().height())

    def show_error(self, error: RexusError) -> None:
        """The reasons with the names that the page gives to the keys."""
        if isinstance(error, DatoInvalidoError) and error.campos:
            reasons = "; ".join(f"{textos.nombre(clave)}: {motivo}" for clave, motivo in error.campos.items())
            error = DatoInvalidoError(reasons + ".", tr("No se importó nada."))
        super().show_error(error)

    def _focus_first(self) -> None:
        self.primary.setFocus()

    def _add(self, tabla: Tabla, titulo: str, filas: int, *, shown: bool) -> None:
        if not shown:
            tabla.setParent(self)
            tabla.hide()
            return
        if titulo:
            label = QLabel(titulo)
            set_class(label, "subtitulo")
            self.content.addWidget(label)
        self.content.addWidget(Marco(tabla, _WIDTH, filas), 1)


def _summary(plan: Plan) -> str:
    n, same = len(plan.cambios), len(plan.iguales)
    parts = [
        tr("{n} con el archivo.").format(n=contados(n, tr("ajuste cambia"), tr("ajustes cambian")))
        if n
        else tr("El archivo no cambia nada.")
    ]
    if same:
        parts.append(contados(same, tr("ya está así."), tr("ya están así.")))
    return " ".join(parts)


def _left_out(plan: Plan) -> list[list[str]]:
    return [
        *([name, reason] for name, reason in plan.no_caben.items()),
        *([textos.nombre(c), tr("lo fija la variable {v}").format(v=v)] for c, v in plan.fijadas.items()),
        *([name, reason] for name, reason in plan.no_entendidas.items()),
        *([name, tr("las claves no se importan: se escriben a mano")] for name in plan.secretas),
        *([name, tr("está vacío")] for name in plan.vacias),
    ]
