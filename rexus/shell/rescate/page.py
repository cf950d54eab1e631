"""The page that asks which backup to go back to. Knows no model."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QProgressBar, QPushButton

from rexus.base.text import tr
from rexus.shell.card import CardPage, Field, Refusal, link_button, primary_button
from rexus.ui.theme import set_class

_LIST_HEIGHT = 180
# With an account to ask for: all of it fits a low screen.
_LOWER = 120


class RescatePage(CardPage):
    """`restaurar_requested`: the id, and the account of the set (empty while none is asked for).

    `carpeta_requested`, `archivo_requested`: sets elsewhere. `stop_requested`: what goes on should stop.
    """

    carpeta_requested = Signal()
    archivo_requested = Signal()
    restaurar_requested = Signal(str, str, str, str)
    stop_requested = Signal()
    volver_requested = Signal()

    def __init__(self) -> None:
        super().__init__(
            tr("Restaurar un respaldo"),
            tr("Seguir con lo que guarda un respaldo: el inventario, las cuentas y la auditoría de entonces."),
        )
        self.setObjectName("rescate")
        self.aviso = _paragraph("rescate.aviso")
        self.aviso.setContentsMargins(0, 0, 0, 12)
        self.carpeta = _button("rescate.carpeta", tr("Elegir carpeta…"))
        self.carpeta.setToolTip(tr("La carpeta donde están los respaldos: en un disco USB, en la red"))
        self.archivo = _button("rescate.archivo", tr("Elegir archivo .tar…"))
        self.archivo.setToolTip(tr("Un respaldo hecho para llevar, en un solo archivo"))
        self.donde = _paragraph("rescate.donde", "secundario")
        self.lista = QListWidget()
        self.lista.setObjectName("rescate.lista")
        self.lista.setAccessibleName(tr("Respaldos, del más nuevo al más viejo"))
        self.lista.setFixedHeight(_LIST_HEIGHT)
        self.lista.setWordWrap(True)
        self.lista.setSpacing(2)
        set_class(self.lista, "partes")
        self.usuario = Field("rescate.usuario", tr("Usuario"))
        self.clave = Field("rescate.clave", tr("Clave"), secret=True)
        self.codigo = Field("rescate.codigo", tr("Código del teléfono, o uno de recuperación"))
        self.error = Refusal("rescate.error")
        self.curso = _paragraph("rescate.curso", "secundario")
        self.barra = QProgressBar()
        self.barra.setObjectName("rescate.barra")
        self.barra.setTextVisible(False)
        self.barra.setFixedHeight(6)
        self.barra.hide()
        self.restaurar = primary_button("rescate.restaurar", tr("Restaurar"))
        self.volver = link_button("rescate.volver", tr("Volver"))
        choose = QHBoxLayout()
        choose.setSpacing(8)
        choose.addWidget(self.carpeta, 1)
        choose.addWidget(self.archivo, 1)
        self.content.addWidget(self.aviso)
        self.content.addLayout(choose)
        self.content.addSpacing(12)
        for widget, gap in (
            (self.donde, 4),
            (self.lista, 12),
            (self.usuario, 12),
            (self.clave, 12),
            (self.codigo, 12),
            (self.error, 8),
            (self.curso, 4),
            (self.barra, 8),
            (self.restaurar, 8),
            (self.volver, 0),
        ):
            self.content.addWidget(widget)
            self.content.addSpacing(gap)
        self._account = False
        self._running = False
        for field in self._fields():
            field.hide()
            field.edit.returnPressed.connect(self._submit)
            field.edit.textEdited.connect(lambda: self.error.tell(""))
        for field in (self.usuario, self.clave):
            # Of another account, or with another password, nothing is known.
            field.edit.textEdited.connect(self._forget_code)
        self.painted.connect(self.clave.offer_reveal)
        self.carpeta.clicked.connect(self.carpeta_requested)
        self.archivo.clicked.connect(self.archivo_requested)
        self.restaurar.clicked.connect(self._submit)
        self.volver.clicked.connect(self._on_back)
        self.lista.itemSelectionChanged.connect(self._follow)
        self.show_sets("", (), "")

    def ask_account(self) -> None:
        """The accounts of this machine cannot be read: one of the set is asked for."""
        self._account = True
        self.aviso.setText(
            tr(
                "Las cuentas de esta computadora faltan o están dañadas. Hace falta una cuenta del respaldo que pueda "
                "restaurar. Lo que quede de los datos de ahora se aparta, no se borra."
            )
        )
        self.aviso.show()
        self.lista.setFixedHeight(_LOWER)
        self.usuario.show()
        self.clave.show()

    def show_sets(self, donde: str, sets: Sequence[tuple[str, str, str, bool]], chosen: str) -> None:
        """List sets (id, when, what, whether it can be used); `donde` says where they lie. The newest good one, or
        `chosen`, is chosen."""
        self.donde.setText(donde)
        self.donde.setVisible(bool(donde))
        self.lista.clear()
        for id_, when, what, good in sets:
            item = QListWidgetItem(f"{when}\n{what}")
            item.setData(Qt.ItemDataRole.UserRole, id_)
            item.setToolTip(id_)
            if not good:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.lista.addItem(item)
        self.lista.setVisible(bool(sets))
        good_ones = [n for n, (_, _, _, good) in enumerate(sets) if good]
        named = [n for n in good_ones if sets[n][0] == chosen]
        if good_ones:
            self.lista.setCurrentRow((named or good_ones)[0])
        self._follow()

    def show_progress(self, paso: str, hecho: int, total: int, *, cancelable: bool) -> None:
        """How far it is; `total` 0: nobody knows."""
        percent = min(100, hecho * 100 // total) if total > 0 else None
        self.barra.setRange(0, 0 if percent is None else 100)
        self.barra.setValue(percent or 0)
        self.curso.setText(f"{paso}…" if percent is None else f"{paso} {percent} %")
        self.barra.setAccessibleName(self.curso.text())
        self.volver.setEnabled(cancelable)
        if self.barra.isHidden():
            self.curso.show()
            self.barra.show()
            self.ensureWidgetVisible(self.volver)

    def set_running(self, on: bool) -> None:
        """While something is being done that takes long."""
        self._running = on
        for widget in (self.carpeta, self.archivo, self.lista, *self._fields()):
            widget.setEnabled(not on)
        self.volver.setEnabled(True)
        self.volver.setText(tr("Cancelar") if on else tr("Volver"))
        self.volver.setAccessibleName(self.volver.text())
        if on:
            self.error.tell("")
        else:
            self.curso.hide()
            self.barra.hide()
        self._follow()

    def refuse(self, text: str) -> None:
        """Say why not. Nothing typed is lost."""
        self.error.tell(text)
        self.ensureWidgetVisible(self.error)
        if self._account:
            wrong = self.clave if self.codigo.isHidden() else self.codigo
            self.go_to(wrong)
            wrong.edit.selectAll()

    def ask_code(self) -> None:
        """The password is right; the account has a second factor."""
        self.codigo.show()
        self.go_to(self.codigo)

    def _on_back(self) -> None:
        if self._running:
            self.volver.setEnabled(False)
            self.stop_requested.emit()
        else:
            self.volver_requested.emit()

    def _fields(self) -> tuple[Field, Field, Field]:
        return self.usuario, self.clave, self.codigo

    def _forget_code(self) -> None:
        self.codigo.edit.clear()
        self.codigo.hide()

    def _chosen(self) -> str:
        items = self.lista.selectedItems()
        return str(items[0].data(Qt.ItemDataRole.UserRole)) if items else ""

    def _follow(self) -> None:
        self.restaurar.setEnabled(bool(self._chosen()) and not self._running)

    def _submit(self) -> None:
        if not self.restaurar.isEnabled():
            return
        if self._account and not (self.usuario.edit.text().strip() and self.clave.edit.text()):
            self.error.tell(tr("Escribir el usuario y la clave."))
            self.go_to(self.clave if self.usuario.edit.text().strip() else self.usuario)
            return
        # At once: what was asked for begins a moment later.
        self.set_running(True)
        usuario, clave, codigo = (field.edit.text() for field in self._fields())
        self.restaurar_requested.emit(self._chosen(), usuario, clave, codigo)


def _paragraph(name: str, look: str = "") -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if look:
        set_class(label, look)
    label.hide()
    return label


def _button(name: str, text: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setAutoDefault(False)
    return button
