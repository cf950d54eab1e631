"""«Restaurar…»: what would be lost and what comes back, before anything is touched; then how far it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QVBoxLayout, QWidget

from rexus.base.errors import RexusError
from rexus.base.text import tr
from rexus.modulos.respaldos.view.panel import Curso
from rexus.ui.dialogs import Dialog
from rexus.ui.field import LineField
from rexus.ui.theme import set_class, set_look

_WIDTH = 520


class RestaurarDialog(Dialog):
    """`submitted`: it is wanted. `stop_requested`: what goes on should stop. Accepted once the set is in place."""

    stop_requested = Signal()

    def __init__(self, parent: QWidget | None, titulo: str, aclaracion: str) -> None:
        super().__init__(
            parent, tr("Restaurar un respaldo"), tr("Restaurar"), nombre="respaldos.restaurar.dialogo", destructive=True
        )
        self._running = False
        self._cancelable = True
        self.content.addStrut(_WIDTH - 32)
        self.content.setContentsMargins(0, 0, 0, 8)
        self.content.addWidget(_texto(titulo, "seccion"))
        self.content.addWidget(_texto(aclaracion, "secundario"))
        self.perdidas = _Parte("respaldos.restaurar.perdidas", tr("Se pierde"))
        self.ganancias = _Parte("respaldos.restaurar.ganancias", tr("Vuelve o cambia"))
        self.otros = _Aviso("respaldos.restaurar.otros")
        self.despues = _texto(
            tr(
                "Antes se hace un respaldo de lo que hay ahora, para poder volver. "
                "Al terminar hay que entrar otra vez, con la clave que se tenía entonces."
            ),
            "secundario",
        )
        self.despues.hide()
        self.cuenta: _Duena | None = None
        self.configuracion: _Configuracion | None = None
        for widget in (self.perdidas, self.ganancias, self.otros, self.despues):
            self.content.addWidget(widget)
        self.curso = Curso("respaldos.restaurar.curso")
        self.curso.stop.setAccessibleName(tr("Cancelar la comparación o la restauración"))
        self.curso.cancelar.connect(self.stop_requested)
        self.content.addWidget(self.curso)
        # Not `block`: that is for the server that is away.
        self.primary.setEnabled(False)
        self.primary.setToolTip(tr("Todavía se está comparando el respaldo con lo que hay ahora."))

    def offer_settings(self) -> None:
        """The set holds the settings of a machine; nobody wants them who only wants the stock of yesterday."""
        self.configuracion = _Configuracion()
        self.configuracion.hide()
        self.content.insertWidget(self.content.indexOf(self.despues), self.configuracion)

    @property
    def con_configuracion(self) -> bool:
        """Whether they are wanted."""
        return self.configuracion is not None and self.configuracion.box.isChecked()

    def ask_for_owner(self, servidor: str) -> None:
        """The databases are on a server: only the account that owns the tables can put others in their place."""
        self.cuenta = _Duena(servidor)
        self.cuenta.hide()
        self.content.insertWidget(self.content.indexOf(self.despues), self.cuenta)

    @property
    def duena(self) -> tuple[str, str] | None:
        """The owner's account and its password; None where nobody needs one."""
        return None if self.cuenta is None else self.cuenta.dada()

    def submit(self) -> None:
        """Only with the account that is needed."""
        if self.cuenta is None or self.cuenta.complete():
            super().submit()

    def done(self, resultado: int) -> None:
        """The password goes with the dialog."""
        if self.cuenta is not None:
            self.cuenta.clave.set_text("")
        super().done(resultado)

    def show_progress(self, paso: str, hecho: int, total: int, *, cancelable: bool = True) -> None:
        """How far the comparison or the restore is."""
        self._cancelable = cancelable
        self.curso.mostrar("", paso, hecho, total, cancelable=cancelable and self._running)
        self.cancel.setEnabled(cancelable)

    def show_difference(self, perdidas: Sequence[str], ganancias: Sequence[str], otros: str) -> None:
        """What the comparison found; it can be restored from now on."""
        nada = tr("Nada: no hay nada posterior al respaldo.")
        self.perdidas.decir(list(perdidas) or [nada])
        self.ganancias.decir(ganancias)
        self._ready(otros)

    def show_damage(self, otros: str) -> None:
        """What is here cannot be compared, because it is damaged; it can be restored all the same."""
        self.perdidas.decir(
            [tr("Lo de ahora está dañado y no se puede comparar: se pierde todo lo posterior al respaldo.")]
        )
        self.despues.setText(
            tr(
                "Antes se guarda aparte lo que hay ahora, dañado como está. "
                "Al terminar hay que entrar otra vez, con la clave que se tenía entonces."
            )
        )
        self._ready(otros)

    def _ready(self, otros: str) -> None:
        self.curso.quitar()
        self.otros.decir(otros)
        self.despues.show()
        if self.configuracion is not None:
            self.configuracion.show()
        if self.cuenta is not None:
            self.cuenta.show()
            self.cuenta.usuario.control.setFocus()
        self.primary.setToolTip("")
        self.primary.setEnabled(True)

    def show_failure(self, error: RexusError) -> None:
        """It cannot be compared, and so not be restored."""
        self.curso.quitar()
        self.primary.setToolTip(error.frase)
        self.show_error(error)

    def set_running(self, on: bool) -> None:
        """While it is being restored."""
        self._running = on
        self._cancelable = True
        self.primary.setEnabled(not on)
        self.cancel.setEnabled(True)
        for asked in (self.cuenta, self.configuracion):
            if asked is not None:
                asked.setEnabled(not on)
        if not on:
            self.curso.quitar()

    def reject(self) -> None:
        """While it is being restored, stop that; the dialog stays until it has stopped."""
        if not self._running:
            super().reject()
        elif self._cancelable:
            self.cancel.setEnabled(False)
            self.curso.stop.click()


class _Parte(QWidget):
    """A heading and lines below it; hidden without any."""

    def __init__(self, nombre: str, titulo: str) -> None:
        super().__init__()
        self.setObjectName(nombre)
        self._titulo = titulo
        heading = _texto(titulo, "subtitulo")
        self._lines = _texto("", "")
        self._lines.setObjectName(f"{nombre}.lineas")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(heading)
        column.addWidget(self._lines)
        self.hide()

    def decir(self, lineas: Sequence[str]) -> None:
        """Show the lines."""
        self._lines.setText("\n".join(f"• {linea}" for linea in lineas))
        self.setAccessibleName(f"{self._titulo}: {'; '.join(lineas)}")
        self.setVisible(bool(lineas))


class _Configuracion(QWidget):
    """Whether this machine's settings should be as the set holds them, and what that means."""

    def __init__(self) -> None:
        super().__init__()
        self.box = QCheckBox(tr("También la configuración de este equipo"))
        self.box.setObjectName("respaldos.restaurar.configuracion")
        frase = tr(
            "La conexión y las carpetas vuelven a ser las que guarda el respaldo; las de ahora quedan en una copia."
        )
        self.box.setAccessibleDescription(frase)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.box)
        column.addWidget(_texto(frase, "secundario"))


class _Duena(QWidget):
    """What happens on a server, and the account that can do it. Its password is never kept."""

    def __init__(self, servidor: str) -> None:
        super().__init__()
        self.setObjectName("respaldos.restaurar.duena")
        frase = tr(
            "Las bases están en el servidor {servidor}: las cambia solo la cuenta dueña de las tablas. Su clave se usa "
            "ahora y no se guarda. Cerrar antes Rexus en los otros puestos: mientras dura nadie puede guardar nada. "
            "Si algo falla queda todo como estaba."
        )
        self.usuario = LineField("respaldos.restaurar.cuenta", tr("Cuenta dueña"), obligatorio=True)
        self.clave = LineField("respaldos.restaurar.clave", tr("Clave de esa cuenta"), obligatorio=True, secreto=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (_texto(frase.format(servidor=servidor), ""), self.usuario, self.clave):
            column.addWidget(widget)

    def dada(self) -> tuple[str, str]:
        """What was typed."""
        return self.usuario.text().strip(), self.clave.text()

    def complete(self) -> bool:
        """Whether both were typed; says beside the field what is missing."""
        faltan = [campo for campo, texto in zip((self.usuario, self.clave), self.dada(), strict=True) if not texto]
        self.usuario.show_error("" if self.usuario not in faltan else tr("falta la cuenta"))
        self.clave.show_error("" if self.clave not in faltan else tr("falta la clave"))
        if faltan:
            faltan[0].control.setFocus()
        return not faltan


class _Aviso(QFrame):
    """A warning; hidden while there is none."""

    def __init__(self, nombre: str) -> None:
        super().__init__()
        self.setObjectName(nombre)
        set_class(self, "aviso")
        set_look(self, "tipo", "advertencia")
        self._text = _texto("", "")
        self._text.setObjectName(f"{nombre}.texto")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self._text)
        self.hide()

    def decir(self, texto: str) -> None:
        """Show it."""
        self._text.setText(texto)
        self.setAccessibleName(texto)
        self.setVisible(bool(texto))


def _texto(texto: str, clase: str) -> QLabel:
    label = QLabel(texto)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if clase:
        set_class(label, clase)
    return label
