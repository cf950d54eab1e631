"""One's second factor: without one, while a phone is being enrolled, and with one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.modulos.usuarios.view.mi_cuenta.seccion import NOMBRE, Seccion
from rexus.modulos.usuarios.view.qr import QrView
from rexus.seguridad.factor import Inscripcion
from rexus.ui.field import LineField
from rexus.ui.texto import Texto


class Factor(Seccion):
    """The verb begins the enrolment, then confirms it. `quitar_pedido`: it is to be taken away."""

    quitar_pedido = Signal()

    def __init__(self) -> None:
        super().__init__("factor", tr("Segundo factor"))
        self.inscripcion: Inscripcion | None = None
        self._activo = False
        self._estado = Texto("", f"{NOMBRE}.factor.estado", tr("Segundo factor"))
        self._frase = Texto("secundario", f"{NOMBRE}.factor.frase")
        self.qr = QrView(f"{NOMBRE}.factor.qr", tr("Código QR para la aplicación del teléfono; debajo está en letras"))
        self.secreto = Texto("", f"{NOMBRE}.factor.secreto", tr("Secreto en letras"))
        self.codigo = LineField(f"{NOMBRE}.factor.codigo", tr("Código de 6 números"), ayuda="000000")
        self.codigo.line.setMaxLength(12)
        self.fields = {"codigo": self.codigo}
        self.quitar = QPushButton(tr("Quitar segundo factor…"))
        self.quitar.setObjectName(f"{NOMBRE}.factor.quitar")
        self.quitar.setAccessibleName(tr("Quitar segundo factor"))
        self.quitar.setAutoDefault(False)
        self.quitar.clicked.connect(self.quitar_pedido)
        self._pasos = QWidget()
        self._arrange()
        self.cerrar()

    @property
    def inscribiendo(self) -> bool:
        """Whether a phone is being enrolled."""
        return self.inscripcion is not None

    def mostrar(self, *, activo: bool, codigos: int) -> None:
        """Whether the account has one, and how many codes for a lost phone are left. An enrolment goes on."""
        self._activo = activo
        if activo:
            self.inscripcion = None
            self._estado.decir(tr("✓ Activo"), "good")
            self._frase.decir(_quedan(codigos), "secondary" if codigos > 2 else "warning")
            self.verbo = ""
        elif self.inscripcion is None:
            self._estado.decir(tr("No activado"), "secondary")
            self._frase.decir(
                tr("Además de la clave se pide un código que cambia cada medio minuto en una aplicación del teléfono."),
                "secondary",
            )
            self.verbo = tr("Activar segundo factor")
        self.quitar.setVisible(activo)
        self._pasos.setVisible(self.inscribiendo)
        self.cambio.emit()

    def inscribir(self, inscripcion: Inscripcion) -> None:
        """Show what the phone needs, and wait for a code."""
        self.inscripcion = inscripcion
        self.qr.mostrar(inscripcion.uri)
        letras = inscripcion.secreto
        self.secreto.decir(" ".join(letras[n : n + 4] for n in range(0, len(letras), 4)))
        self._estado.decir(tr("Falta confirmar"), "warning")
        self._frase.decir("")
        self.verbo = tr("Confirmar código")
        self.decir("")
        self._pasos.show()
        self.codigo.set_text("")
        self.codigo.control.setFocus()
        self.cambio.emit()

    def terminado(self) -> None:
        """Nothing of the secret stays on the screen."""
        self.inscripcion = None
        self.qr.mostrar("")
        self.secreto.decir("")
        self.codigo.set_text("")

    def dirty(self) -> bool:
        return self.inscribiendo

    def faltas(self) -> bool:
        if not self.inscribiendo or self.codigo.text().strip():
            return False
        self.codigo.show_error(tr("falta el código que muestra el teléfono"))
        self.codigo.control.setFocus()
        return True

    def _arrange(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.secundaria(tr("1. Leer el código con la aplicación del teléfono, o escribir en ella:")))
        right.addWidget(self.secreto)
        right.addSpacing(8)
        right.addWidget(self.secundaria(tr("2. Escribir aquí los números que muestra:")))
        right.addWidget(self.codigo)
        right.addStretch(1)
        row = QHBoxLayout(self._pasos)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.qr)
        row.addLayout(right, 1)
        button = QHBoxLayout()
        button.addWidget(self.quitar)
        button.addStretch(1)
        for widget in (self._estado, self._frase, self._pasos):
            self.column.addWidget(widget)
        self.column.addLayout(button)


def _quedan(codigos: int) -> str:
    if codigos == 0:
        return tr(
            "▲ No queda ningún código para cuando falte el teléfono: quitarlo y activarlo otra vez da códigos nuevos."
        )
    if codigos == 1:
        return tr("▲ Queda 1 código para cuando falte el teléfono.")
    aviso = "▲ " if codigos <= 2 else ""
    return aviso + tr("Quedan {n} códigos para cuando falte el teléfono.").format(n=codigos)
