"""The pane beside the table: one set, what is known of it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from rexus.base.text import edad, formatear_fecha, formatear_numero, formatear_tamano, tr
from rexus.modulos.respaldos import domain
from rexus.modulos.respaldos.domain import Linea
from rexus.ui.action_button import ActionButton
from rexus.ui.ficha import FichaPanel
from rexus.ui.flow_layout import FlowLayout
from rexus.ui.texto import Texto


class DetailPane(FichaPanel):
    """Shows a `Linea`."""

    def __init__(self, zona: tzinfo, acciones: Sequence[QAction]) -> None:
        super().__init__("respaldos.ficha", tr("Detalle del respaldo"))
        self.setMinimumWidth(240)
        self._zona = zona
        self._titulo = Texto("seccion", "respaldos.ficha.titulo")
        self._tipo = Texto("secundario", "respaldos.ficha.tipo", tr("Tipo"))
        self._estado = Texto("", "respaldos.ficha.estado", tr("Estado"))
        self._porque = Texto("secundario", "respaldos.ficha.porque")
        self._nombre = Texto("secundario", "respaldos.ficha.id")
        self._guardia = Texto("secundario", "respaldos.ficha.guardia")
        self._arrange(acciones)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No set is chosen."""
        self._decir_que_no_hay(tr("Elegir un respaldo para ver qué guarda y qué se puede hacer con él."))

    def show_linea(self, linea: Linea, ahora: datetime) -> None:
        """Show a set."""
        c = linea.conjunto
        fecha = linea.fecha
        self._titulo.decir(formatear_fecha(fecha, self._zona) if fecha is not None else linea.id)
        self._nombre.decir(tr("Nombre: {id}").format(id=linea.id), "secondary")
        self._tipo.decir(domain.tipo(linea) if c is not None else "", "secondary")
        if not linea.sirve:
            self._estado.decir(tr("✕ No sirve para restaurar"), "bad")
        elif linea.falla_de_prueba:
            self._estado.decir(tr("▲ Entero, pero al probarlo falló"), "warning")
        else:
            self._estado.decir(tr("✓ Entero y verificado"), "good")
        self._porque.decir(linea.falla_de_prueba if linea.sirve else domain.porque(linea), "secondary")
        textos = self._textos(linea, ahora)
        for clave, dato in self._datos.items():
            dato.decir(textos.get(clave, ""))
        self._guardia.decir(domain.guardia(linea, self._zona), "secondary")
        self._mostrar_entero()

    def _textos(self, linea: Linea, ahora: datetime) -> dict[str, str]:
        """By their keys; of what is no whole set, the little that its name and its place say."""
        c, fecha = linea.conjunto, linea.fecha
        if c is None:
            return {"edad": edad(fecha, ahora) if fecha is not None else "", "donde": domain.donde(linea)}
        verificado = linea.verificado
        if linea.probado is None:
            probado = tr("Todavía no")
        else:
            probado = f"{'✕' if linea.falla_de_prueba else '✓'} {formatear_fecha(linea.probado, self._zona)}"
        return {
            "edad": edad(c.fecha, ahora),
            "tamano": formatear_tamano(c.bytes),
            "movimientos": formatear_numero(c.movimientos),
            # Of one that is no good it is the last time that it was.
            "verificado": formatear_fecha(verificado, self._zona) if verificado is not None and linea.sirve else "",
            "probado": probado,
            "donde": domain.donde(linea),
            "motor": domain.motor(linea),
            "equipo": c.equipo or "—",
            "cifrado": tr("Sí, con frase") if c.cifrado else tr("No"),
            "base": self._base(c.base),
        }

    def _base(self, id_: str | None) -> str:
        fecha = domain.fecha_de(id_) if id_ is not None else None
        return tr("el completo del {fecha}").format(fecha=formatear_fecha(fecha, self._zona)) if fecha else id_ or ""

    def _arrange(self, acciones: Sequence[QAction]) -> None:
        column = self.column
        for label in (self._titulo, self._tipo, self._estado, self._porque):
            column.addWidget(label)
        column.addSpacing(8)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for action in acciones:
            button = ActionButton(action, parent=buttons)
            # The action bears the name itself.
            button.setObjectName(f"{action.objectName()}.ficha")
            flow.addWidget(button)
        policy = buttons.sizePolicy()
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        column.addWidget(buttons)
        column.addSpacing(4)
        column.addWidget(self._guardia)
        column.addSpacing(8)
        self._datos = self.add_datos(_titulos())
        column.addSpacing(8)
        column.addWidget(self._nombre)
        column.addStretch(1)


def _titulos() -> dict[str, str]:
    return {
        "edad": tr("Antigüedad"),
        "tamano": tr("Tamaño"),
        "movimientos": tr("Movimientos"),
        "verificado": tr("Verificado"),
        "probado": tr("Restauración probada"),
        "donde": tr("Dónde"),
        "motor": tr("Motor"),
        "equipo": tr("Equipo"),
        "cifrado": tr("Cifrado"),
        "base": tr("Se apoya en"),
    }
