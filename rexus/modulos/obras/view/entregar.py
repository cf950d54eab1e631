"""Giving goods out to an obra and taking them back: how many of each, with the number and the note of the remito."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from rexus.base.text import formatear_numero, tr
from rexus.catalogo.view.fields import Field, TextField
from rexus.catalogo.view.labels import Label
from rexus.modulos.obras.view.lineas import LineasDialog, Renglon
from rexus.stock.lineas import Linea
from rexus.stock.requerimientos import Material
from rexus.stock.ubicaciones import Sitio

_CERO = Decimal(0)


class RemitoDialog(LineasDialog):
    """The part that both ways share. Handles: `nombre.lugar`, `nombre.remito`, `nombre.nota`."""

    def __init__(
        self,
        parent: QWidget | None,
        titulo: str,
        verbo: str,
        *,
        nombre: str,
        cifras: Sequence[str],
        columna: str,
        renglones: Sequence[Renglon],
        lugar: tuple[str, str],
        sitios: Sequence[Sitio],
    ) -> None:
        super().__init__(parent, titulo, verbo, nombre=nombre, cifras=cifras, columna=columna, renglones=renglones)
        self.place = _PlaceField(f"{nombre}.lugar", *lugar, sitios)
        self.number = TextField(f"{nombre}.remito", tr("N.º de remito"), hint=tr("si no, lo pone Rexus"))
        self.note = TextField(f"{nombre}.nota", tr("Nota"), hint=tr("quién lo lleva, en qué viaje…"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.place, 6)
        row.addWidget(self.number, 5)
        row.addWidget(self.note, 8)
        self.content.addLayout(row)
        self.hold({"lugar": self.place, "remito": self.number, "nota": self.note})
        self.lines.setFocus()

    def lineas(self) -> list[Linea]:
        """What is asked for. Raises DatoInvalidoError."""
        return [Linea(*clave, n, self.place.chosen) for clave, n in self.quantities().items()]


class EntregarDialog(RemitoDialog):
    """What goes out. What is set apart for other obras shows as soon as it would be needed, to be chosen one by one.

    Handles besides: `obras.entregar.otras`, `obras.entregar.de_<code of the obra>`.
    """

    def __init__(
        self,
        parent: QWidget | None,
        obra: str,
        materiales: Sequence[Material],
        sitios: Sequence[Sitio],
        *,
        puede_aprobar: bool,
    ) -> None:
        super().__init__(
            parent,
            tr("Entregar a {obra}").format(obra=obra),
            tr("Entregar"),
            nombre="obras.entregar",
            cifras=(tr("Necesarias"), tr("Entregado"), tr("Reservado"), tr("Disponible")),
            columna=tr("Entregar"),
            renglones=[
                Renglon(m, (m.necesarias, m.entregado, m.reservado, m.disponible), m.reservado) for m in materiales
            ],
            lugar=(tr("Sale de"), tr("Donde haya")),
            sitios=sitios,
        )
        self._may = puede_aprobar
        self._others = QWidget()
        column = QVBoxLayout(self._others)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._why = Label("", "obras.entregar.otras")
        self._why.set_ink("warning")
        column.addWidget(self._why)
        self._boxes: dict[int, QCheckBox] = {}
        for m in materiales:
            for t in m.de_otras:
                if t.obra_id not in self._boxes:
                    box = QCheckBox()
                    box.setObjectName(f"obras.entregar.de_{t.obra}")
                    box.setEnabled(puede_aprobar)
                    self._boxes[t.obra_id] = box
                    column.addWidget(box)
        self.content.addWidget(self._others)
        self.counted.connect(self._look_at_others)
        self._look_at_others()

    def de_otras(self) -> tuple[int, ...]:
        """The obras from whose reservations may be taken, as they were chosen."""
        return tuple(obra_id for obra_id, box in self._boxes.items() if box.isChecked() and not box.isHidden())

    def _look_at_others(self) -> None:
        typed = self.typed()
        short = [
            r.material
            for r in self.renglones
            if r.material.de_otras and typed.get(r.material.clave, _CERO) > r.material.reservado + r.material.disponible
        ]
        held: dict[int, list[str]] = {}
        names: dict[int, str] = {}
        for m in short:
            for t in m.de_otras:
                held.setdefault(t.obra_id, []).append(f"{formatear_numero(t.cantidad)} × {m.codigo}")
                names[t.obra_id] = t.obra
        for obra_id, box in self._boxes.items():
            box.setVisible(obra_id in held)
            if obra_id in held:
                box.setText(
                    tr("Tomar lo que falta de lo reservado para {obra}: {cuanto}").format(
                        obra=names[obra_id], cuanto=", ".join(held[obra_id][:4])
                    )
                )
                box.setAccessibleName(box.text())
        codes = ", ".join(m.codigo for m in short[:4])
        frase = tr("De {codigos} no alcanza lo reservado para esta obra y lo disponible: lo demás es de otras obras.")
        if not self._may:
            frase = f"{frase} {tr('Tomarlo necesita el permiso «obras.aprobar».')}"
        self._why.say(frase.format(codigos=codes) if short else "")
        self._others.setVisible(bool(short))


class DevolverDialog(RemitoDialog):
    """What comes back; nothing is proposed: it is seldom all of it. Bars that were cut are in pieces and stay out."""

    def __init__(
        self, parent: QWidget | None, obra: str, materiales: Sequence[Material], sitios: Sequence[Sitio]
    ) -> None:
        super().__init__(
            parent,
            tr("Devolver de {obra}").format(obra=obra),
            tr("Registrar devolución"),
            nombre="obras.devolver",
            cifras=(tr("Se puede devolver"),),
            columna=tr("Devolver"),
            renglones=[Renglon(m, (m.devolvible,), m.devolvible) for m in materiales],
            lugar=(tr("Vuelve a"), tr("Su lugar habitual")),
            sitios=sitios,
        )
        self.fill(False)
        self._were = self._texts()


class _PlaceField(Field):
    """One place for all lines, or none in particular."""

    def __init__(self, name: str, title: str, anywhere: str, sitios: Sequence[Sitio]) -> None:
        self.combo = QComboBox()
        super().__init__(name, title, self.combo)
        self.combo.addItem(anywhere, None)
        for sitio in sitios:
            self.combo.addItem(sitio.codigo, sitio.id)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(16)
        self.combo.activated.connect(lambda _index: self._on_edit())

    @property
    def chosen(self) -> int | None:
        """The place's id."""
        chosen: int | None = self.combo.currentData()
        return chosen

    def text(self) -> str:
        return self.combo.currentText()

    def set_text(self, text: str) -> None:
        self.combo.setCurrentIndex(max(0, self.combo.findText(text)))
