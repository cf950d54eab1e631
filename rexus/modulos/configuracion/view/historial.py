"""Who changed what, when, from what to what."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from rexus.base.text import tr, tr_en_contexto
from rexus.configuracion import Historial
from rexus.modulos.configuracion import textos
from rexus.modulos.configuracion.view.tabla import Columna, Marco, Tabla
from rexus.ui.dialogs import Dialog
from rexus.ui.theme import MARGIN, set_class


class HistorialDialog(Dialog):
    """The changes of one key, or of all."""

    def __init__(self, parent: QWidget | None, historial: Historial, clave: str | None, zona: tzinfo) -> None:
        titulo = (
            tr("Historial de «{ajuste}»").format(ajuste=textos.nombre(clave)) if clave else tr("Historial de cambios")
        )
        super().__init__(parent, titulo, tr("Cerrar"), nombre="configuracion.historial_dialogo")
        self.cancel.hide()
        heading = QLabel(titulo)
        set_class(heading, "seccion")
        heading.setTextFormat(Qt.TextFormat.PlainText)
        self.content.addWidget(heading)
        if historial.sin_base is not None:
            self.content.addWidget(
                _sentence(
                    tr("La base no responde: faltan los cambios de lo que comparte el taller. {detalle}").format(
                        detalle=historial.sin_base.frase
                    )
                )
            )
        columnas = [Columna(tr("Cuándo"), 136), Columna(tr("Quién"), 96)]
        if clave is None:
            columnas.append(Columna(tr_en_contexto("setting", "Ajuste"), 216))
        columnas += [Columna(tr("Antes")), Columna(tr("Después")), Columna(tr("Dónde"), 128)]
        self.tabla = Tabla("configuracion.historial_dialogo.tabla", titulo, columnas)
        self.tabla.show_rows(
            [
                [
                    textos.momento(c.fecha, zona),
                    c.usuario or tr("sin entrar"),
                    *([textos.nombre(c.clave)] if clave is None else []),
                    textos.valor_o_fabrica(c.clave, c.antes),
                    textos.valor_o_fabrica(c.clave, c.despues),
                    c.equipo or "—",
                ]
                for c in historial.cambios
            ]
        )
        marco = Marco(self.tabla, 920 if clave is None else 720, 12)
        # Placed by this size: grown later, it would stand aside.
        self.resize(marco.sizeHint().width() + 2 * MARGIN, marco.sizeHint().height() + 120)
        if historial.cambios:
            self.content.addWidget(marco, 1)
            self.tabla.selectRow(0)
        else:
            marco.deleteLater()
            self.content.addWidget(_sentence(tr("Todavía no hay ningún cambio anotado.")))

    def _focus_first(self) -> None:
        self.primary.setFocus()


def _sentence(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("configuracion.historial_dialogo.frase")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    set_class(label, "secundario")
    return label
