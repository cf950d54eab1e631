"""Choosing what is cut: retazos and bars that are long enough."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

from rexus.catalogo.corte.plan import Material
from rexus.catalogo.view.fields import Field


class MaterialField(Field):
    """One of what can be cut. What comes first is taken, until somebody chooses another."""

    def __init__(self, name: str, title: str, entera: str) -> None:
        self.combo = QComboBox()
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(24)
        super().__init__(name, title, self.combo)
        self._entera = entera
        self._offered: list[Material] = []
        self._wanted: tuple[int, int] | None = None
        self.combo.activated.connect(self._on_activated)

    def prefer(self, wanted: tuple[int, int] | None) -> None:
        """Take this one (length, place), as if it had been chosen."""
        self._wanted = wanted

    def offer(self, there_is: Sequence[Material], enough: Sequence[Material]) -> None:
        """Those that are long enough; what was chosen stays, long enough or not, as long as it is there."""
        offered = [m for m in there_is if m in enough or _key(m) == self._wanted]
        if offered != self._offered:
            self._offered = offered
            self.combo.clear()
            self.combo.addItems([m.rotulo(self._entera) for m in offered])
        at = next((n for n, m in enumerate(offered) if _key(m) == self._wanted), 0)
        self.combo.setCurrentIndex(at if offered else -1)

    def chosen(self) -> Material | None:
        """What is cut; None while there is nothing."""
        at = self.combo.currentIndex()
        return self._offered[at] if 0 <= at < len(self._offered) else None

    def text(self) -> str:
        """What somebody chose: what came by itself is no loss."""
        return "" if self._wanted is None else repr(self._wanted)

    def set_text(self, text: str) -> None:
        """Chosen by `prefer`."""
        raise NotImplementedError

    def _on_activated(self, at: int) -> None:
        self._wanted = _key(self._offered[at])
        self._on_edit()


def _key(material: Material) -> tuple[int, int]:
    return material.de_mm, material.ubicacion_id
