"""The pane beside the table: one set, what is known of it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from rexus.base.text import formatear_fecha, formatear_numero, tr
from rexus.modulos.respaldos import domain
from rexus.modulos.respaldos.domain import Linea
from rexus.ui.action_button import ActionButton
from rexus.ui.flow_layout import FlowLayout
from rexus.ui.texto import Texto
from rexus.ui.theme import MARGIN, set_class


class DetailPane(QFrame):
    """Shows a `Linea`."""

    def __init__(self, zona: tzinfo, acciones: Sequence[QAction]) -> None:
        super().__init__()
        self.setObjectName("respaldos.ficha")
        self.setAccessibleName(tr("Detalle del respaldo"))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setMinimumWidth(240)
        self._zona = zona
        self._vacio = Texto("secundario", "respaldos.ficha.vacio")
        self._vacio.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._titulo = Texto("seccion", "respaldos.ficha.titulo")
        self._tipo = Texto("secundario", "respaldos.ficha.tipo", tr("Tipo"))
        self._estado = Texto("", "respaldos.ficha.estado", tr("Estado"))
        self._porque = Texto("secundario", "respaldos.ficha.porque")
        self._datos = {clave: Texto("", f"respaldos.ficha.{clave}", titulo) for clave, titulo in _titulos().items()}
        self._nombre = Texto("secundario", "respaldos.ficha.id")
        self._guardia = Texto("secundario", "respaldos.ficha.guardia")
        self._grid = QWidget()
        self._entero = QWidget()
        self._arrange(acciones)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No set is chosen."""
        self._vacio.decir(tr("Elegir un respaldo para ver qué guarda y qué se puede hacer con él."), "secondary")
        self._entero.hide()

    def show_linea(self, linea: Linea, ahora: datetime) -> None:
        """Show a set."""
        self._vacio.hide()
        c = linea.conjunto
        fecha = linea.fecha
        self._titulo.decir(formatear_fecha(fecha, self._zona) if fecha is not None else linea.id)
        self._nombre.decir(tr("Nombre: {id}").format(id=linea.id), "secondary")
        self._tipo.decir(domain.tipo(linea) if c is not None else "", "secondary")
        if linea.sirve:
            self._estado.decir(tr("✓ Entero y verificado"), "good")
        else:
            self._estado.decir(tr("✕ No sirve para restaurar"), "bad")
        self._porque.decir(domain.porque(linea), "secondary")
        self._grid.setVisible(c is not None)
        if c is not None:
            for clave, texto in self._textos(linea, ahora).items():
                self._datos[clave].decir(texto)
        guardia = tr("No se puede eliminar. {porque}").format(porque=linea.no_se_elimina)
        self._guardia.decir(guardia if linea.no_se_elimina else "", "secondary")
        self._entero.show()

    def _textos(self, linea: Linea, ahora: datetime) -> dict[str, str]:
        c = linea.conjunto
        assert c is not None
        verificado = linea.verificado
        if linea.probado is None:
            probado = tr("Todavía no")
        elif linea.falla_de_prueba:
            probado = tr("✕ {fecha}: {falla}").format(
                fecha=formatear_fecha(linea.probado, self._zona), falla=linea.falla_de_prueba
            )
        else:
            probado = tr("✓ {fecha}").format(fecha=formatear_fecha(linea.probado, self._zona))
        return {
            "edad": domain.edad(c.fecha, ahora),
            "tamano": domain.tamano(c.bytes),
            "movimientos": formatear_numero(c.movimientos),
            "verificado": formatear_fecha(verificado, self._zona) if verificado is not None else "—",
            "probado": probado,
            "donde": domain.donde(linea),
            "motor": domain.motor(linea),
            "equipo": c.equipo or "—",
            "cifrado": tr("Sí, con frase") if c.cifrado else tr("No"),
            "base": self._base(c.base),
        }

    def _base(self, id_: str | None) -> str:
        fecha = domain.fecha_de(id_) if id_ is not None else None
        return tr("el completo del {fecha}").format(fecha=formatear_fecha(fecha, self._zona)) if fecha else id_ or "—"

    def _arrange(self, acciones: Sequence[QAction]) -> None:
        column = QVBoxLayout(self._entero)
        column.setContentsMargins(MARGIN, 12, MARGIN, 12)
        column.setSpacing(4)
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
        column.addWidget(self._guardia)
        column.addSpacing(8)
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for n, (clave, titulo) in enumerate(_titulos().items()):
            caption = QLabel(titulo)
            set_class(caption, "secundario")
            grid.addWidget(caption, n, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._datos[clave], n, 1)
        column.addWidget(self._grid)
        column.addSpacing(8)
        column.addWidget(self._nombre)
        column.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._vacio, 1)
        box.addWidget(self._entero, 1)


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
