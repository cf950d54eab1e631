"""Labels: on which paper, from which place of it, how many, on which printer; and how that will look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.base.text import contados, formatear_numero, tr
from rexus.etiquetas import papel as papeles
from rexus.etiquetas.calibracion import SIN_CORREGIR, Calibracion
from rexus.etiquetas.contenido import Etiqueta
from rexus.etiquetas.papel import PAPELES, PROPIO, Papel, con_largo, leer_mm, leer_propio, medidas, titulo
from rexus.etiquetas.plano import paginas
from rexus.ui.etiquetas.medidas import MeasuresPanel
from rexus.ui.etiquetas.trabajo import Trabajo
from rexus.ui.etiquetas.vista import LabelsPreview
from rexus.ui.field import ChoiceField, LineField
from rexus.ui.form import Form
from rexus.ui.impresion.dialogo import sin_impresoras
from rexus.ui.impresion.impresoras import Impresoras
from rexus.ui.theme import set_class

#: More is hours of paper, and surely a mistake.
MAXIMAS = 2_000
_COLUMN = 328


@dataclass(frozen=True)
class Elegido:
    """What was chosen last, as the settings keep it. `impresora` empty: a PDF."""

    papel: str
    propio: Mapping[str, str]
    largo: str
    impresora: str


class LabelsDialog(Form):
    """Handles: `etiquetas.papel`, `.desde`, `.copias`, `.impresora`, `.buscando`, `.largo`, `.propio.…`,
    `.calibrar`, `.resumen`.

    `calibrate_requested`: measure the chosen printer on the chosen paper.
    """

    calibrate_requested = Signal()

    def __init__(self, parent: QWidget | None, etiquetas: Sequence[Etiqueta], elegido: Elegido) -> None:
        handle = "etiquetas"
        super().__init__(parent, tr("Etiquetas"), tr("Imprimir"), nombre=f"{handle}.dialogo", cancelar=tr("Cerrar"))
        self._etiquetas = tuple(etiquetas)
        self._calibraciones: Mapping[str, Calibracion] = {}
        self._papeles = {titulo(nombre): nombre for nombre in (*PAPELES, PROPIO)}
        self._pdf = tr("Archivo PDF")
        self.papel = ChoiceField(f"{handle}.papel", tr("Papel"), list(self._papeles))
        self.propio = MeasuresPanel(f"{handle}.propio")
        self.largo = LineField(f"{handle}.largo", tr("Largo de cada etiqueta (mm)"))
        self.desde = LineField(f"{handle}.desde", tr("Empezar en la etiqueta"))
        self.copias = LineField(f"{handle}.copias", tr("Copias de cada una"))
        self.impresora = ChoiceField(f"{handle}.impresora", tr("Impresora"), [self._pdf])
        self._tocada = False
        self.impresora.combo.activated.connect(lambda _n: setattr(self, "_tocada", True))
        self._buscando = QLabel(tr("Buscando las impresoras de esta máquina"))
        self._buscando.setObjectName(f"{handle}.buscando")
        self._buscando.setWordWrap(True)
        set_class(self._buscando, "secundario")
        self.calibrar = QPushButton(tr("Calibrar…"))
        self.calibrar.setObjectName(f"{handle}.calibrar")
        self.calibrar.setAccessibleName(tr("Calibrar la impresora"))
        self.calibrar.setToolTip(tr("Medir una hoja de prueba, para que cada etiqueta salga en su lugar"))
        self.calibrar.setAutoDefault(False)
        self.calibrar.clicked.connect(self.calibrate_requested)
        self._summary = QLabel()
        self._summary.setObjectName(f"{handle}.resumen")
        self._summary.setWordWrap(True)
        set_class(self._summary, "secundario")
        self.preview = LabelsPreview(f"{handle}.vista_previa")
        self._arrange()
        self._fill(elegido)
        self.hold({
            "papel": self.papel, "desde": self.desde, "copias": self.copias, "impresora": self.impresora,
            "largo": self.largo, **self.propio.campos,
        })  # fmt: skip
        for field in self.fields.values():
            field.edited.connect(self._follow)
        self._follow()

    def show_printers(self, known: Impresoras) -> None:
        """What the machine knows. The one that was used last is chosen, unless something else was meanwhile."""
        self._buscando.setVisible(known.callada or bool(known.falla))
        self._buscando.setText(sin_impresoras(known))
        self.impresora.combo.addItems(list(known.nombres))
        # A printer that is gone is not offered.
        if self._preferida in known.nombres and not self._tocada:
            self.impresora.set_text(self._preferida)
        self._follow()

    def calibrated(self, calibraciones: Mapping[str, Calibracion]) -> None:
        """What is known of printers, by name; that of a PDF is the empty one."""
        self._calibraciones = calibraciones
        self._follow()

    @property
    def nombre_impresora(self) -> str:
        """The chosen printer; empty is a PDF."""
        return "" if self.impresora.text() == self._pdf else self.impresora.text()

    def elegido(self) -> Elegido:
        """What is chosen, to be remembered."""
        return Elegido(self._papeles[self.papel.text()], self.propio.textos(), self.largo.text(), self.nombre_impresora)

    def hoja(self) -> Papel:
        """The chosen paper. Raises DatoInvalidoError."""
        nombre = self._papeles[self.papel.text()]
        if nombre == PROPIO:
            return leer_propio(self.propio.textos())
        papel = PAPELES[nombre]
        if not papel.continuo:
            return papel
        try:
            return con_largo(papel, leer_mm(self.largo.text()))
        except (ValueError, DatoInvalidoError) as error:
            raise DatoInvalidoError(
                tr("El largo de la etiqueta no sirve. No se imprimió nada."),
                campos={"largo": tr("de 10 a {n} mm").format(n=formatear_numero(int(papeles.MAYOR)))},
            ) from error

    def trabajo(self) -> Trabajo:
        """What is asked for. Raises DatoInvalidoError with every reason."""
        papel = self.hoja()
        campos: dict[str, str] = {}
        desde, copias = _whole(self.desde.text()), _whole(self.copias.text())
        if papel.rollo:
            desde = 1
        elif not 1 <= desde <= papel.por_hoja:
            campos["desde"] = tr("de 1 a {n}").format(n=papel.por_hoja)
        most = max(1, MAXIMAS // max(1, len(self._etiquetas)))
        if not 1 <= copias <= most:
            campos["copias"] = tr("de 1 a {n}").format(n=most)
        if campos:
            raise DatoInvalidoError(tr("Hay datos que corregir. No se imprimió nada."), campos=campos)
        etiquetas = tuple(etiqueta for etiqueta in self._etiquetas for _ in range(copias))
        return Trabajo(papel, etiquetas, desde, self._calibraciones.get(self.nombre_impresora, SIN_CORREGIR))

    def dirty(self) -> bool:
        """What is chosen is remembered, nothing is lost."""
        return False

    def _follow(self) -> None:
        nombre = self._papeles[self.papel.text()]
        self.propio.setVisible(nombre == PROPIO)
        self.largo.setVisible(nombre in PAPELES and PAPELES[nombre].continuo)
        self.desde.setVisible(nombre not in PAPELES or not PAPELES[nombre].rollo)
        verbo = tr("Imprimir") if self.nombre_impresora else tr("Guardar PDF…")
        self.primary.setText(verbo)
        self.primary.setAccessibleName(verbo)
        try:
            trabajo = self.trabajo()
        except DatoInvalidoError as error:
            self._say_wrong(error)
            return
        self._say_wrong(None)
        n, hojas = len(trabajo.etiquetas), paginas(trabajo.papel, len(trabajo.etiquetas), trabajo.desde)
        frase = contados(n, tr("etiqueta"), tr("etiquetas"))
        if not trabajo.papel.rollo:
            frase = tr("{etiquetas} en {hojas}").format(etiquetas=frase, hojas=contados(hojas, tr("hoja"), tr("hojas")))
        if trabajo.calibracion != SIN_CORREGIR:
            frase += " · " + tr("impresora calibrada")
        self._summary.setText(frase)
        # As it is to come out, not as it is sent so that it does.
        self.preview.show_work(Trabajo(trabajo.papel, trabajo.etiquetas, trabajo.desde))

    def _say_wrong(self, error: RexusError | None) -> None:
        campos = error.campos if isinstance(error, DatoInvalidoError) else {}
        for name, field in self.fields.items():
            field.show_error(campos.get(name, ""))
        self.primary.block(error.frase if error is not None else "")
        if error is not None:
            self._summary.setText("")

    def _fill(self, elegido: Elegido) -> None:
        nombre = elegido.papel if elegido.papel in (*PAPELES, PROPIO) else next(iter(PAPELES))
        self.papel.set_text(titulo(nombre))
        self.propio.poner(elegido.propio or medidas(PAPELES["a4_3x8"]))
        self.largo.set_text(elegido.largo)
        self.desde.set_text("1")
        self.copias.set_text("1")
        self._preferida = elegido.impresora
        self.impresora.set_text(self._pdf)

    def _arrange(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(12)
        counts = QHBoxLayout()
        counts.setSpacing(12)
        counts.addWidget(self.desde, 1)
        counts.addWidget(self.copias, 1)
        for widget in (self.papel, self.propio, self.largo):
            column.addWidget(widget)
        column.addLayout(counts)
        column.addWidget(self.impresora)
        column.addWidget(self._buscando)
        column.addWidget(self.calibrar)
        column.addWidget(self._summary)
        column.addStretch(1)
        left = QWidget()
        left.setFixedWidth(_COLUMN)
        left.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(left)
        row.addWidget(self.preview, 1)
        self.content.addLayout(row, 1)
        self.setMinimumWidth(760)


def _whole(text: str) -> int:
    """A whole number as typed; 0 for anything else, which nothing here accepts."""
    clean = text.strip()
    return int(clean) if clean.isascii() and clean.isdigit() and len(clean) <= 6 else 0
