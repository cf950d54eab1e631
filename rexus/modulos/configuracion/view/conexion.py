"""Where the data is: this computer, or a server. Tried for real before it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.base.text import tr
from rexus.db import names
from rexus.db.conexion import POSTGRESQL, SQLITE, SQLSERVER
from rexus.modulos.configuracion import domain
from rexus.modulos.configuracion.view.campo import Campo, text_of
from rexus.modulos.configuracion.view.prueba import Prueba
from rexus.settings import SCHEMA, Setting
from rexus.settings.edicion import preparado
from rexus.ui.dialogs import Dialog
from rexus.ui.secreto import hide_behind_eye
from rexus.ui.theme import MARGIN, set_class

_PUERTOS = {POSTGRESQL: "5432", SQLSERVER: "1433"}
_FORM_WIDTH, _SIDE_WIDTH = 432, 336
# The keys that a server needs, in the order of the form.
CLAVES = (
    "db.motor", "db.servidor", "db.puerto", "db.usuario", "db.driver", *(f"db.{base}" for base in names.ALL), "db.tls",
    "db.certificado",
)  # fmt: skip
CLAVE = "db.clave"


class ConexionDialog(Dialog):
    """`values()` are the keys `db.*` as they stand in the form; `prueba` is where they are tried."""

    certificate_requested = Signal()
    without_secret_requested = Signal()
    edited = Signal()

    def __init__(
        self,
        parent: QWidget | None,
        values: Mapping[str, Any],
        variables: Mapping[str, str],
        drivers: Sequence[str],
    ) -> None:
        super().__init__(parent, tr("Conexión con la base"), tr("Guardar"), nombre="conexion")
        self._variables = dict(variables)
        self.content.setContentsMargins(0, 0, 0, 8)
        heading = QLabel(tr("Dónde están los datos"))
        set_class(heading, "seccion")
        self.content.addWidget(heading)
        self.content.addLayout(self._engines(values["db.motor"]))
        self._make_fields(drivers)
        form, self.prueba = self._form(), Prueba()
        width = form.minimumWidth() + 24 + _SIDE_WIDTH + 2 * MARGIN
        # On a small screen the trial comes below the form.
        wide = width <= self.screen().availableSize().width() * 0.95
        sides = QBoxLayout(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        sides.setSpacing(24 if wide else 12)
        sides.addWidget(form, 1)
        sides.addWidget(self.prueba)
        self.content.addLayout(sides, 1)
        if wide:
            self.prueba.setFixedWidth(_SIDE_WIDTH)
            self.prueba.setMinimumHeight(320)
        self.without_secret = QPushButton(tr("Guardar sin la clave"))
        self.without_secret.setObjectName("conexion.sin_clave")
        self.without_secret.setAccessibleName(tr("Guardar la conexión sin la clave"))
        self.without_secret.setAutoDefault(False)
        self.without_secret.hide()
        self.without_secret.clicked.connect(self.without_secret_requested)
        self.aside.addWidget(self.without_secret)
        self._fill(values)
        self._follow_engine()
        self._before = self._texts()
        # Placed by this size: grown later, it would stand aside.
        self.resize(width if wide else 0, self.sizeHint().height())

    # ── What was typed ──

    @property
    def motor(self) -> str:
        """«sqlite», «postgresql» or «sqlserver»."""
        return next(motor for motor, button in self._motores.items() if button.isChecked())

    @property
    def clave(self) -> str:
        """The password that was typed; empty keeps the one that is stored."""
        return text_of(self._fields[CLAVE].control)

    def values(self) -> dict[str, Any]:
        """Every key that counts for the engine. DatoInvalidoError (`campos` by key) when some do not fit."""
        if self.motor == SQLITE:
            return {"db.motor": SQLITE}
        values: dict[str, Any] = {"db.motor": self.motor}
        campos: dict[str, str] = {}
        for clave in CLAVES[1:]:
            try:
                values[clave] = self._value(SCHEMA[clave])
            except DatoInvalidoError as error:
                campos.update(error.campos)
        if not values.get("db.servidor") and "db.servidor" not in campos:
            campos["db.servidor"] = tr("falta escribir su nombre o su dirección")
        if campos:
            raise DatoInvalidoError(tr("Hay datos que faltan o no sirven."), campos=campos)
        return values

    def dirty(self) -> bool:
        """Whether closing would lose something typed."""
        return self._texts() != self._before

    def show_error(self, error: RexusError) -> None:
        """Reasons beside their fields; what belongs to none of them above the buttons."""
        campos = error.campos if isinstance(error, DatoInvalidoError) else {}
        mine = {clave: reason for clave, reason in campos.items() if clave in self._fields}
        for clave, field in self._fields.items():
            field.show_error(mine.get(clave, ""))
        if mine:
            next(self._fields[clave] for clave in self._fields if clave in mine).setFocus()
        if not mine or len(mine) < len(campos):
            super().show_error(error)

    def clear_error(self) -> None:
        """Nothing is known to be wrong."""
        super().clear_error()
        for field in self._fields.values():
            field.show_error("")

    def show_kept(self, where: str | None) -> None:
        """Where a password is stored: «llavero», «entorno», None for nowhere."""
        control = self._fields[CLAVE].control
        assert isinstance(control, QLineEdit)
        control.setPlaceholderText(tr("Guardada en el llavero") if where == "llavero" else "")

    def take_certificate(self, path: str) -> None:
        """A file was chosen."""
        control = self._fields["db.certificado"].control
        assert isinstance(control, QLineEdit)
        control.setText(path)
        self._on_edit()

    # ── What becomes of it ──

    def offer_anyway(self) -> None:
        """It does not work, and may be saved all the same."""
        self.primary.setText(tr("Guardar igual"))
        self.primary.setAccessibleName(self.primary.text())

    def offer_without_secret(self) -> None:
        """The keyring does not take the password; the rest may be saved."""
        self.without_secret.show()

    # ── Within ──

    def _value(self, setting: Setting) -> Any:
        field = self._fields[setting.clave]
        if isinstance(field.control, QComboBox) and setting.opciones:
            return field.control.currentData()
        text = text_of(field.control).strip()
        if setting.clave == "db.puerto" and not text:
            return 0
        if setting.clave == "db.driver" and text == _best_driver():
            text = ""
        return preparado(setting, domain.de_texto(setting, text))

    def _texts(self) -> tuple[str, ...]:
        return (self.motor, *(text_of(field.control) for field in self._fields.values()))

    def _on_edit(self, field: Campo | None = None) -> None:
        """What was tried is no longer what is written; what was wrong with the field may be right now."""
        if field is not None:
            field.show_error("")
        super().clear_error()
        self.without_secret.hide()
        self.prueba.forget()
        self.primary.setText(tr("Guardar"))
        self.primary.setAccessibleName(self.primary.text())
        self.edited.emit()

    def _follow_engine(self) -> None:
        motor = self.motor
        server = motor != SQLITE
        self._server_form.setVisible(server)
        self._local.setVisible(not server)
        self._fields["db.driver"].setVisible(motor == SQLSERVER)
        puerto = self._fields["db.puerto"].control
        assert isinstance(puerto, QLineEdit)
        puerto.setPlaceholderText(_PUERTOS.get(motor, ""))
        self._follow_tls()

    def _follow_tls(self) -> None:
        tls = self._fields["db.tls"].control
        assert isinstance(tls, QComboBox)
        self._fields["db.certificado"].setVisible(tls.currentData() == "verificar")

    def _engines(self, chosen: str) -> QHBoxLayout:
        setting = SCHEMA["db.motor"]
        row = QHBoxLayout()
        row.setSpacing(24)
        group = QButtonGroup(self)
        self._motores: dict[str, QAbstractButton] = {}
        for motor in setting.opciones:
            button = QRadioButton(tr(setting.rotulo(motor)))
            button.setObjectName(f"conexion.motor.{motor}")
            button.setAccessibleName(button.text())
            button.setChecked(motor == chosen)
            button.setEnabled("db.motor" not in self._variables)
            button.clicked.connect(self._follow_engine)
            button.clicked.connect(lambda _on: self._on_edit())
            group.addButton(button)
            row.addWidget(button)
            self._motores[motor] = button
        row.addStretch(1)
        if "db.motor" in self._variables:
            note = QLabel(tr("Lo fija la variable {variable}.").format(variable=self._variables["db.motor"]))
            set_class(note, "secundario")
            row.addWidget(note)
        return row

    def _make_fields(self, drivers: Sequence[str]) -> None:
        choose = QPushButton(tr("Elegir…"))
        choose.setObjectName("conexion.certificado.elegir")
        choose.setAccessibleName(tr("Elegir el archivo del certificado"))
        choose.setAutoDefault(False)
        choose.clicked.connect(self.certificate_requested)
        choose.setEnabled("db.certificado" not in self._variables)
        tls = QComboBox()
        setting = SCHEMA["db.tls"]
        for option in setting.opciones:
            tls.addItem(tr(setting.rotulo(option)), option)
        tls.activated.connect(self._follow_tls)
        driver = QComboBox()
        driver.setEditable(True)
        driver.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        driver.addItems([_best_driver(), *drivers])
        self._fields: dict[str, Campo] = {}
        self._field("db.servidor", tr("Servidor"), QLineEdit())
        self._field("db.puerto", tr("Puerto"), QLineEdit())
        self._field("db.usuario", tr("Usuario"), QLineEdit())
        clave = QLineEdit()
        self._field(CLAVE, tr("Clave"), clave)
        hide_behind_eye(clave)
        self._field("db.driver", tr("Controlador"), driver)
        self._field("db.tls", tr("Conexión cifrada"), tls)
        self._field("db.certificado", tr("Certificado de la autoridad (vacío: los del sistema)"), QLineEdit(), choose)
        for base in names.ALL:
            self._field(f"db.{base}", _base_titles().get(base, base), QLineEdit())
        servidor = self._fields["db.servidor"].control
        assert isinstance(servidor, QLineEdit)
        servidor.setPlaceholderText(tr("Nombre o dirección"))

    def _field(self, clave: str, titulo: str, control: QWidget, beside: QWidget | None = None) -> None:
        field = self._fields[clave] = Campo(f"conexion.{clave.partition('.')[2]}", titulo, control, beside)

        def edited(_now: object) -> None:
            self._on_edit(field)

        if isinstance(control, QLineEdit):
            control.textEdited.connect(edited)
        elif isinstance(control, QComboBox):
            control.activated.connect(edited)
            if control.isEditable():
                control.lineEdit().textEdited.connect(edited)
        field.dictate(self._variables.get(clave, ""))

    def _form(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        self._local = QLabel(
            tr(
                "Los datos están en archivos de esta computadora. No hace falta ningún servidor, y trabaja un solo "
                "puesto. Para varios puestos, elegir PostgreSQL o SQL Server."
            )
        )
        self._local.setWordWrap(True)
        set_class(self._local, "secundario")
        self._server_form = QWidget()
        grid = QGridLayout(self._server_form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        fields = self._fields
        grid.addWidget(fields["db.servidor"], 0, 0, 1, 4)
        grid.addWidget(fields["db.puerto"], 0, 4, 1, 2)
        grid.addWidget(fields["db.usuario"], 1, 0, 1, 3)
        grid.addWidget(fields[CLAVE], 1, 3, 1, 3)
        grid.addWidget(fields["db.driver"], 2, 0, 1, 6)
        grid.addWidget(fields["db.tls"], 3, 0, 1, 6)
        grid.addWidget(fields["db.certificado"], 4, 0, 1, 6)
        for n, base in enumerate(names.ALL):
            grid.addWidget(fields[f"db.{base}"], 5, 2 * n, 1, 2)
        for n in range(6):
            grid.setColumnStretch(n, 1)
        # The same size for every engine: the dialog must not jump under the hand that chooses.
        holder.setMinimumSize(self._server_form.sizeHint().expandedTo(QSize(_FORM_WIDTH, 0)))
        column.addWidget(self._local)
        column.addWidget(self._server_form)
        column.addStretch(1)
        return holder

    def _fill(self, values: Mapping[str, Any]) -> None:
        for clave, field in self._fields.items():
            setting, control = SCHEMA[clave], field.control
            value = values.get(clave, "")
            if isinstance(control, QComboBox) and setting.opciones:
                control.setCurrentIndex(max(0, control.findData(value)))
            elif isinstance(control, QComboBox):
                control.setCurrentText(value or _best_driver())
            elif isinstance(control, QLineEdit) and clave != CLAVE:
                control.setText("" if clave == "db.puerto" and not value else domain.a_texto(setting, value))


def _base_titles() -> dict[str, str]:
    return {
        names.USERS: tr("Base de usuarios"),
        names.INVENTARIO: tr("Base de inventario"),
        names.AUDITORIA: tr("Base de auditoría"),
    }


def _best_driver() -> str:
    return tr("El mejor que haya")
