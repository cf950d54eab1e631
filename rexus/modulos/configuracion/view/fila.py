"""One key: its name, what it means, where its value comes from, its editor, and what can be done with it."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.modulos.configuracion import textos
from rexus.modulos.configuracion.domain import Estado
from rexus.modulos.configuracion.view.editores import EditorSecreto, editor_de
from rexus.modulos.configuracion.view.marca import Marca
from rexus.settings import Setting
from rexus.settings.capas import iguales
from rexus.settings.edicion import preparado
from rexus.ui import theme
from rexus.ui.flow_layout import FlowLayout
from rexus.ui.icons import icon
from rexus.ui.theme import set_class

EDITOR_WIDTH = 288
_BAR = 3


class Fila(QFrame):
    """`edited`: what the editor holds, or how the row differs from what is saved, changed.

    `sola`: the heading above does not say that its keys need a restart.
    """

    edited = Signal()
    history_requested = Signal()
    discard_pending_requested = Signal()
    resolve_requested = Signal()
    forget_requested = Signal()

    def __init__(self, setting: Setting, zona: tzinfo, *, sola: bool = False) -> None:
        super().__init__()
        self.setting = setting
        self._sola = sola
        self._zona = zona
        self._name = f"configuracion.{setting.clave}"
        self.estado = Estado(setting.default, setting.default)
        # What the database held when the user began to edit: a change of somebody else since then is a conflict.
        self._seen: Any = None
        self._touched = False
        self._to_factory = False
        self._changed = False
        self.editor = editor_de(setting)
        self.editor.edited.connect(self._on_edit)
        if isinstance(self.editor, EditorSecreto):
            self.editor.forget_requested.connect(self.forget_requested)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._sides.setContentsMargins(16, 12, 8, 12)
        self._sides.setSpacing(24)
        self._sides.addWidget(self._words(), 1)
        self._sides.addWidget(self._controls())
        self._sides.setAlignment(Qt.AlignmentFlag.AlignTop)

    # ── What shows ──

    def show_estado(self, estado: Estado) -> None:
        """What is known of the key now. What the user is editing stays; the marks follow."""
        self.estado = estado
        if not self._touched:
            self.editor.set_value("" if self.setting.secreta else estado.valor)
        if isinstance(self.editor, EditorSecreto):
            self.editor.show_kept(estado.secreto)
        self.editor.set_editable(estado.editable)
        # The line above the keys says it for all of them.
        if estado.motivo:
            self.editor.control.setToolTip(estado.motivo)
        self._dress()
        if not self._changed:
            # Somebody else chose what was typed here: nothing is left to save.
            self._touched = self._to_factory = False

    def show_error(self, reason: str) -> None:
        """Say below the editor what is wrong with it; an empty reason takes it away."""
        self.error.setText(reason[:1].upper() + reason[1:])
        self.error.setVisible(bool(reason))
        self.editor.show_error(reason)

    def set_narrow(self, narrow: bool) -> None:
        """Words above the editor, where there is no room beside it."""
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._sides.direction() != direction:
            self._sides.setDirection(direction)
            self._sides.setSpacing(8 if narrow else 24)

    # ── What was typed ──

    @property
    def changed(self) -> bool:
        """Whether saving would change something."""
        return self._changed

    @property
    def seen(self) -> Any:
        """What the database held when the user began to edit."""
        return self._seen

    def value(self) -> Any:
        """What to save; None takes the key back to the factory's value. DatoInvalidoError when it does not fit."""
        return None if self._to_factory else preparado(self.setting, self.editor.read())

    def revert(self) -> None:
        """Forget what was typed."""
        self._touched = self._to_factory = False
        self.show_error("")
        self.show_estado(self.estado)
        self.edited.emit()

    def settle(self, saved: Any) -> None:
        """`saved` was saved. What was typed meanwhile is another change."""
        try:
            now = self.value()
        except DatoInvalidoError:
            self._seen = self.estado.base
            return
        if iguales(now, saved):
            self.revert()
        else:
            self._seen = self.estado.base

    def restore(self) -> None:
        """The factory's value, to be saved with the other changes."""
        self._begin()
        self._to_factory = True
        self.editor.set_value(self.estado.fabrica)
        self._after_edit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A bar at the left of what waits to be saved."""
        super().paintEvent(event)
        if self.changed:
            painter = QPainter(self)
            painter.fillRect(0, 0, _BAR, self.height(), theme.color("accent"))

    # ── Within ──

    def _on_edit(self) -> None:
        self._begin()
        self._to_factory = False
        self._after_edit()

    def _begin(self) -> None:
        if not self._touched:
            self._touched, self._seen = True, self.estado.base

    def _after_edit(self) -> None:
        self.show_error("")
        self._dress()
        if not self._changed:
            self._touched = self._to_factory = False
        # Told once the user pauses, wrong numbers are not shouted at while they are half typed.
        self._pause.start()
        self.edited.emit()

    def _differs(self) -> bool:
        if not self._touched:
            return False
        if self._to_factory:
            return not self.estado.de_fabrica
        try:
            value = preparado(self.setting, self.editor.read())
        except DatoInvalidoError:
            return True
        return bool(value) if self.setting.secreta else not iguales(value, self.estado.valor)

    def _judge(self) -> None:
        if self._changed:
            try:
                self.value()
            except DatoInvalidoError as error:
                self.show_error(error.campos.get(self.setting.clave, error.frase))

    def _dress(self) -> None:
        estado, setting = self.estado, self.setting
        changed = self._changed = self._differs()
        if setting.secreta:
            self.origin.tell(*_origin_of_secret(estado))
        elif estado.en_conflicto:
            self.origin.tell(tr("en conflicto"), tr("Otra persona cambió el mismo ajuste en la base."), "malo")
        elif changed and estado.de_fabrica:
            self.origin.tell("")
        else:
            self.origin.tell(
                textos.origen(estado),
                textos.explicacion(estado),
                "aviso" if estado.origen == "pendiente" else "callada" if estado.de_fabrica else "",
            )
        self.waiting.tell(
            tr("se aplica al reiniciar") if estado.espera_reinicio else "",
            tr("Cambió desde que se abrió Rexus."),
            "nuevo",
        )
        self.new.tell(tr("sin guardar") if changed else "", tr("Se guarda con «Guardar cambios»."), "nuevo")
        self._tell(self.note, self._note())
        self._tell(self.facts, self._facts())
        can_restore = estado.editable and not setting.secreta and not self._to_factory
        self.restore_button.setVisible(can_restore and (changed or not estado.de_fabrica))
        self.restore_button.setToolTip(
            tr("Restaurar el valor de fábrica: {valor}").format(valor=textos.valor(setting, estado.fabrica))
        )
        self.undo_action.setEnabled(changed)
        self.pending_action.setVisible(estado.pendiente is not None)
        self.resolve_action.setVisible(estado.en_conflicto)
        self.update()

    def _note(self) -> str:
        estado = self.estado
        if estado.variable:
            return tr("Lo fija la variable de entorno {variable}: se cambia allí, antes de abrir Rexus.").format(
                variable=estado.variable
            )
        if estado.pendiente is None:
            return ""
        here = textos.valor_o_fabrica(self.setting.clave, estado.pendiente.valor)
        if estado.otra_base:
            return tr("«{valor}» espera a otra base ({lugar}); aquí no vale.").format(
                valor=here, lugar=estado.otra_base
            )
        frase = (
            tr("Aquí {quien} puso {aqui}, {cuando}; en la base hay {base}. Vale el de la base hasta que se elija.")
            if estado.en_conflicto
            else tr("Lo cambió {quien} sin conexión, {cuando}. En la base: {base}.")
        )
        return frase.format(
            quien=estado.pendiente.quien or tr("alguien"),
            aqui=here,
            cuando=textos.momento(estado.pendiente.cuando, self._zona),
            base=textos.valor_o_fabrica(self.setting.clave, estado.base),
        )

    def _facts(self) -> str:
        setting, estado = self.setting, self.estado
        parts = [textos.limites(setting)]
        if not setting.secreta:
            if self.changed:
                parts.append(tr("antes: {valor}").format(valor=textos.valor(setting, estado.valor)))
            if setting.reinicio and (self.changed or self._sola) and not estado.espera_reinicio:
                parts.append(tr("se aplica al reiniciar"))
            if not iguales(estado.valor, estado.fabrica) and not iguales(estado.fabrica, ""):
                parts.append(textos.fabrica(setting, estado.fabrica))
        text = " · ".join(part for part in parts if part)
        return text[:1].upper() + text[1:]

    def _tell(self, label: QLabel, text: str) -> None:
        label.setText(text)
        if label.parent() is not None:
            label.setVisible(bool(text))

    def _words(self) -> QWidget:
        side = QWidget()
        self.title = QLabel(tr(self.setting.etiqueta))
        self.title.setBuddy(self.editor.control)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setToolTip(self.setting.clave)
        self.origin = Marca(f"{self._name}.origen")
        self.waiting = Marca(f"{self._name}.reinicio")
        self.new = Marca(f"{self._name}.cambiado")
        head = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        head.setSizePolicy(policy)
        flow = FlowLayout(head)
        for label in (self.title, self.origin, self.waiting, self.new):
            flow.addWidget(label)
        self.explanation = _secondary(tr(self.setting.ayuda))
        self.note = _secondary("")
        self.note.setObjectName(f"{self._name}.nota")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        for widget in (head, self.explanation, self.note):
            column.addWidget(widget)
        column.addStretch(1)
        self.explanation.setVisible(bool(self.setting.ayuda))
        return side

    def _controls(self) -> QWidget:
        side = QWidget()
        self.restore_button = self._tool("restaurar", "restaurar", tr("Restaurar"))
        self.restore_button.clicked.connect(self.restore)
        policy = self.restore_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.restore_button.setSizePolicy(policy)
        self.restore_button.hide()
        self.more = self._tool("mas", "mas", tr("Más"))
        self.more.setToolTip(tr("Historial y más"))
        self.more.setMenu(self._menu())
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.editor.setFixedWidth(EDITOR_WIDTH)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.editor)
        line.addSpacing(4)
        line.addWidget(self.restore_button, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        line.addStretch(1)
        self.facts = _secondary("")
        self.facts.setObjectName(f"{self._name}.datos")
        self.error = QLabel()
        self.error.setObjectName(f"{self._name}.error")
        self.error.setWordWrap(True)
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        set_class(self.error, "error")
        self.error.hide()
        for label in (self.facts, self.error):
            label.setMaximumWidth(EDITOR_WIDTH)
            label.setMinimumWidth(EDITOR_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.error)
        column.addWidget(self.facts)
        column.addStretch(1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(700)
        self._pause.timeout.connect(self._judge)
        return side

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName(f"{self._name}.menu")
        self.undo_action = self._action("deshacer", tr("Deshacer lo escrito"), "deshacer", self.revert)
        self.resolve_action = self._action(
            "elegir_valor", tr("Elegir qué valor queda…"), "advertencia", self.resolve_requested
        )
        self.pending_action = self._action(
            "descartar_pendiente", tr("Descartar el cambio pendiente"), "cerrar", self.discard_pending_requested
        )
        history = self._action("historial", tr("Historial de este ajuste…"), "historial", self.history_requested)
        copy = self._action(
            "copiar", tr("Copiar el nombre «{clave}»").format(clave=self.setting.clave), "duplicar", self._copy
        )
        menu.addActions([self.undo_action, self.resolve_action, self.pending_action, history])
        menu.addSeparator()
        menu.addAction(copy)
        return menu

    def _action(self, name: str, text: str, picture: str, do: Any) -> QAction:
        action = QAction(icon(picture), text, self)
        action.setObjectName(f"{self._name}.{name}")
        action.triggered.connect(lambda _checked=False: do.emit() if hasattr(do, "emit") else do())
        return action

    def _tool(self, name: str, picture: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"{self._name}.{name}")
        button.setIcon(icon(picture, "secondary"))
        button.setFixedSize(32, 32)
        button.setAccessibleName(tr("{verbo}: {dato}").format(verbo=text, dato=tr(self.setting.etiqueta)))
        return button

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.setting.clave)


def _origin_of_secret(estado: Estado) -> tuple[str, str]:
    if estado.secreto == "entorno":
        return tr("entorno"), tr("La da la variable de entorno {variable}.").format(variable=estado.variable)
    if estado.secreto == "llavero":
        return tr("llavero"), tr("Está en el llavero de esta computadora, nunca en un archivo.")
    return "", ""


def _secondary(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    set_class(label, "secundario")
    return label
