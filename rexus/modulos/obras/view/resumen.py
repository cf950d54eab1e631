"""What a «resumen de materiales» would change: looked at before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from rexus.base.text import contados, tr
from rexus.catalogo.textos import totales_tambien
from rexus.catalogo.view.comun.lista import ListTable
from rexus.catalogo.view.comun.panel import Panel
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.catalogo.view.labels import Label
from rexus.stock.resumen import Desconocida, PlanResumen
from rexus.ui.paged_table import Column
from rexus.ui.theme import dress_rows

HANDLE: Final = "obras.resumen"
_WIDTH: Final = 720


@dataclass(frozen=True)
class Mirado:
    """A file that was read: its name, what it would change, remarks on how it was read, and what it calls each code.

    `totales` is how many rows were left out since they look like totals; `con_totales` says that none was.
    """

    archivo: str
    plan: PlanResumen
    avisos: tuple[str, ...]
    descripciones: Mapping[str, str]
    totales: int
    con_totales: bool


class ResumenDialog(FormDialog):
    """Shows the dry run. `puede_crear` are the catalogues in which the user may make articles.

    It closes when the rows that look like totals are wanted, or no longer: the file is then read again as `con_totales`
    says. Handles: `obras.resumen.cambios`, `….desconocidos`, `….quitar`, `….total`, `….totales`.
    """

    def __init__(self, parent: QWidget | None, mirado: Mirado, puede_crear: frozenset[str]) -> None:
        plan = mirado.plan
        super().__init__(
            parent,
            tr("Resumen de materiales de {obra}").format(obra=plan.obra),
            tr("Importar"),
            nombre=f"{HANDLE}.dialogo",
        )
        self._plan = plan
        self.content.setSpacing(8)
        self._say(mirado.archivo, "seccion")
        for aviso in mirado.avisos:
            self._say(aviso, "", "warning")
        self.con_totales = mirado.con_totales
        if mirado.totales or mirado.con_totales:
            self._offer_totals(mirado)
        self.total = Label("", f"{HANDLE}.total")
        self.content.addWidget(self.total)
        self._show_changes(plan, mirado.descripciones)
        self.unknown = QTableWidget(len(plan.desconocidos), 4)
        self._show_unknown(plan.desconocidos, puede_crear)
        self.drop = QCheckBox()
        self._show_dropped(plan)
        self.setMinimumWidth(_WIDTH + 40)
        self._count()

    def crear(self) -> frozenset[str]:
        """The codes of the unknown articles that are to be made."""
        rows = range(self.unknown.rowCount())
        return frozenset(
            self._plan.desconocidos[row].codigo
            for row in rows
            if self.unknown.item(row, 0).checkState() == Qt.CheckState.Checked
        )

    @property
    def quitar(self) -> bool:
        """Whether what the file does not name any more is taken away."""
        return self.drop.isChecked()

    def _offer_totals(self, mirado: Mirado) -> None:
        box = QCheckBox(totales_tambien(0 if mirado.con_totales else mirado.totales))
        box.setObjectName(f"{HANDLE}.totales")
        box.setAccessibleName(box.text())
        box.setChecked(mirado.con_totales)
        box.clicked.connect(self._read_again)
        self.content.addWidget(box)

    def _read_again(self, con_totales: bool) -> None:
        self.con_totales = con_totales
        self.done(0)

    def _show_changes(self, plan: PlanResumen, called: Mapping[str, str]) -> None:
        rows = [
            *((r.codigo, called.get(r.codigo, ""), tr("nuevo"), None, r.despues) for r in plan.nuevos),
            *((r.codigo, called.get(r.codigo, ""), tr("cambia"), r.antes, r.despues) for r in plan.cambiados),
        ]
        if not rows:
            return
        table = ListTable(
            (
                Column("codigo", tr("Código"), "codigo", 96),
                Column("descripcion", tr("Descripción"), width=160),
                Column("que", tr("Qué"), width=72),
                Column("antes", tr("Antes"), "cantidad", 80),
                Column("despues", tr("Necesarias"), "cantidad", 92),
            ),
            f"{HANDLE}.cambios",
            tr("Lo que cambia"),
            stretch=1,
        )
        table.show_rows(rows)
        self.content.addWidget(Panel(table, _WIDTH, min(300, 40 + 32 * len(rows))), 1)

    def _show_unknown(self, desconocidos: Sequence[Desconocida], puede_crear: frozenset[str]) -> None:
        table = self.unknown
        table.setObjectName(f"{HANDLE}.desconocidos")
        table.setAccessibleName(tr("Artículos desconocidos"))
        if not desconocidos:
            table.hide()
            return
        self._say(
            tr("Estos artículos no están en ningún catálogo. Los marcados se crean; los demás quedan afuera."), ""
        )
        table.setHorizontalHeaderLabels([tr("Crear"), tr("Código"), tr("Descripción"), tr("Catálogo")])
        table.verticalHeader().hide()
        dress_rows(table)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for row, d in enumerate(desconocidos):
            may = d.clase in puede_crear
            mark = QTableWidgetItem()
            mark.setFlags(
                Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled if may else Qt.ItemFlag.NoItemFlags
            )
            mark.setCheckState(Qt.CheckState.Checked if may else Qt.CheckState.Unchecked)
            mark.setData(Qt.ItemDataRole.AccessibleTextRole, tr("Crear {codigo}").format(codigo=d.codigo))
            table.setItem(row, 0, mark)
            for column, text in enumerate((d.codigo, d.descripcion, d.clase), 1):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                item.setToolTip(text)
                table.setItem(row, column, item)
        table.itemChanged.connect(lambda _item: self._count())
        self.content.addWidget(Panel(table, _WIDTH, min(300, 40 + 32 * len(desconocidos))), 1)
        if not all(d.clase in puede_crear for d in desconocidos):
            self._say(tr("Crear artículos necesita permiso para cambiar su catálogo."), "secundario")

    def _show_dropped(self, plan: PlanResumen) -> None:
        self.drop.setObjectName(f"{HANDLE}.quitar")
        codes = ", ".join(r.codigo for r in plan.ya_no_figuran[:6])
        if len(plan.ya_no_figuran) > 6:
            codes = f"{codes} …"
        self.drop.setText(tr("Quitar lo que este archivo pedía antes y ya no figura: {codigos}").format(codigos=codes))
        self.drop.setAccessibleName(self.drop.text())
        self.drop.toggled.connect(lambda _on: self._count())
        if plan.ya_no_figuran:
            self.content.addWidget(self.drop)
        else:
            self.drop.setParent(self)
            self.drop.hide()

    def _count(self) -> None:
        plan, made = self._plan, len(self.crear())
        changed = len(plan.nuevos) + len(plan.cambiados) + made
        dropped = len(plan.ya_no_figuran) if self.quitar else 0
        parts = [
            contados(n, one, many)
            for n, one, many in (
                (len(plan.nuevos), tr("material nuevo"), tr("materiales nuevos")),
                (len(plan.cambiados), tr("cambia"), tr("cambian")),
                (plan.sin_cambios, tr("queda igual"), tr("quedan igual")),
                (made, tr("artículo para crear"), tr("artículos para crear")),
                (len(plan.desconocidos) - made, tr("queda afuera"), tr("quedan afuera")),
                (dropped, tr("se quita"), tr("se quitan")),
            )
            if n
        ]
        self.total.say(f"{', '.join(parts)}." if parts else tr("El archivo no pide ningún material."))
        self.primary.setEnabled(bool(changed or dropped))
        self.primary.setText(
            tr("Importar {materiales}").format(materiales=contados(changed, tr("material"), tr("materiales")))
            if changed
            else tr("Importar")
        )
        self.primary.setAccessibleName(self.primary.text())
        self.primary.setToolTip("" if changed or dropped else tr("El archivo no cambia nada en la obra"))

    def _say(self, text: str, look: str, ink: str = "") -> None:
        label = Label(look)
        label.say(text)
        if ink == "warning":
            label.set_ink("warning")
        self.content.addWidget(label)
