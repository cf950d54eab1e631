"""«Ayuda ▸ Estado del sistema»: databases, connections, cache, files, looked at each second while it is open."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from rexus.auditoria import BandejaVista, EstadoReenvio, sin_ver, ver_bandejas
from rexus.base.paths import Paths
from rexus.base.text import formatear_numero, iso_utc, tr
from rexus.db.diagnostico import BaseVista, Diagnostico, reunir
from rexus.db.salud import Instante
from rexus.settings import SCHEMA, Settings
from rexus.ui.dialogs import Dialog
from rexus.ui.theme import set_class

if TYPE_CHECKING:
    from rexus.shell.services import Services

_EVERY_MS: Final = 1_000
_ASK_MS: Final = 5_000
_WIDTH: Final = 720
# Of a figure that nobody knows.
_DESCONOCIDO: Final = "—"


class EstadoDialog(Dialog):
    """Figures of the present moment. The schemas are asked in the background, when it opens and now and then."""

    def __init__(self, parent: QWidget | None, services: Services, settings: Settings, paths: Paths) -> None:
        super().__init__(parent, tr("Estado del sistema"), tr("Cerrar"), nombre="estado")
        self._services = services
        self._settings = settings
        self._paths = paths
        self._bases: tuple[BaseVista, ...] = ()
        self._bandejas = sin_ver()
        self._counting = False
        self._visto: Diagnostico | None = None
        self.cancel.hide()
        self.setMinimumWidth(_WIDTH)
        self.content.setSpacing(8)
        self._conexion = self._section(tr("Conexión"))
        self._tabla_bases = self._table("estado.bases")
        self._section(tr("Conexiones con cada base"), text=False)
        self._tabla_pools = self._table("estado.conexiones")
        self._section(tr("Auditoría"), text=False)
        self._tabla_bandejas = self._table("estado.auditoria")
        self._reenvio = self._text()
        self._reenvio.setObjectName("estado.auditoria.motivo")
        self._reenvio.hide()
        self._cache = self._section(tr("Caché"))
        self._archivos = self._section(tr("Programa y archivos"))
        self.copiar = QPushButton(tr("Copiar"))
        self.copiar.setObjectName("estado.copiar")
        self.copiar.setAccessibleName(tr("Copiar el estado"))
        self.copiar.clicked.connect(self._copy)
        self.aside.addWidget(self.copiar)
        self._awaiting = False
        # The state of the server for which the databases were asked.
        self._preguntado: Instante | None = None
        self._rechazado = False
        for every, act in ((_EVERY_MS, self._look), (_ASK_MS, self._ask), (_ASK_MS, self._count)):
            timer = QTimer(self, interval=every)
            timer.timeout.connect(act)
            timer.start()
            act()

    def _ask(self) -> None:
        """Ask the databases for their schemas, where the answer may be another one than the last."""
        salud = self._services.registry.salud.instante
        if self._awaiting or not salud.en_linea:
            return
        if salud == self._preguntado and (self._rechazado or not any(_incompleta(base) for base in self._bases)):
            # Each question is another sign-in, and some servers lock an account that is refused too often.
            return
        self._awaiting = True
        self._preguntado = salud
        self._services.jobs.spawn(self._await_bases())

    async def _await_bases(self) -> None:
        try:
            visto = await self._services.jobs.read(self._collect, preguntar=True)
        finally:
            self._awaiting = False
        if shiboken6.isValid(self):
            self._bases, self._rechazado = visto.bases, visto.rechazado
            self._look()

    def _count(self) -> None:
        """Count what waits to join the trail."""
        if not self._counting and self._services.registry.salud.instante.en_linea:
            self._counting = True
            self._services.jobs.spawn(self._await_count())

    async def _await_count(self) -> None:
        try:
            bandejas = await self._services.jobs.read(ver_bandejas, self._services.registry)
        finally:
            self._counting = False
        if shiboken6.isValid(self):
            self._bandejas = bandejas
            self._look()

    def _collect(self, *, preguntar: bool) -> Diagnostico:
        return reunir(self._services.registry, self._settings, self._paths, preguntar=preguntar)

    def _look(self) -> None:
        visto = self._collect(preguntar=False)
        self._visto = visto = replace(visto, bases=self._bases or visto.bases)
        reachable = visto.salud.en_linea
        zona = self._services.salud.zona
        if reachable and visto.impide:
            # Which and why is said of each below.
            frase = tr("{motor} · no se puede trabajar con sus bases")
        else:
            frase = tr("{motor} · {estado} desde {desde}")
        frase = frase.format(
            motor=SCHEMA["db.motor"].rotulo(visto.motor),
            estado=_estado(visto),
            desde=_hora(visto.salud.desde, zona),
        )
        motivo = "" if visto.salud.motivo is None else f"\n{visto.salud.motivo.frase}"
        self._conexion.setText(frase + motivo)
        titulos = (tr("Base"), tr("Esquema"), tr("Lugar"))
        _fill(self._tabla_bases, titulos, [(b.base, _esquema(b, reachable=reachable), b.lugar) for b in visto.bases])
        # The rest is in what is copied.
        columnas = ("base", "tope", "en_uso", "libres", "esperas", "invalidadas")
        titulos_pool = (tr("Base"), tr("Tope"), tr("En uso"), tr("Libres"), tr("Esperas"), tr("Invalidadas"))
        filas = [[str(getattr(pool, columna)) for columna in columnas] for pool in visto.pools]
        _fill(self._tabla_pools, titulos_pool, filas, figures=True)
        if not reachable:
            # What waited then may be more by now.
            self._bandejas = sin_ver()
        titulos_bandeja = (tr("Base"), tr("Esperan"), tr("La más vieja"))
        _fill(self._tabla_bandejas, titulos_bandeja, [_bandeja(bandeja, zona) for bandeja in self._bandejas])
        reenvio = _reenvio(self._services.reenviador.estado, zona)
        self._reenvio.setText(reenvio)
        self._reenvio.setVisible(bool(reenvio))
        cache = visto.cache
        frase = tr("Sirve: {quien} · {aciertos} aciertos · {fallos} fallos").format(
            quien=cache.quien, aciertos=cache.aciertos, fallos=cache.fallos
        )
        self._cache.setText(f"{frase}\n{cache.motivo}" if cache.motivo else frase)
        versiones = " · ".join(f"{nombre} {numero}".strip() for nombre, numero in visto.versiones.items())
        lineas = [
            versiones,
            visto.sistema,
            tr("Configuración: {archivo}").format(archivo=visto.configuracion),
            tr("Registro: {carpeta}").format(carpeta=visto.registro),
            *(f"! {problema}" for problema in visto.problemas),
        ]
        self._archivos.setText("\n".join(lineas))

    def _copy(self) -> None:
        """The whole of it as JSON, which is what programs and people who help can both read."""
        assert self._visto is not None
        estado = self._services.reenviador.estado
        auditoria = {
            "bandejas": [asdict(bandeja) for bandeja in self._bandejas],
            "error": None if estado.error is None else estado.error.explicacion,
            "error_desde": estado.error_desde,
        }
        texto = json.dumps(
            {**self._visto.como_dict(), "auditoria": auditoria}, ensure_ascii=False, indent=2, default=_plano
        )
        QGuiApplication.clipboard().setText(texto)
        self.copiar.setText(tr("Copiado"))

    def _section(self, titulo: str, *, text: bool = True) -> QLabel:
        head = QLabel(titulo)
        set_class(head, "seccion")
        self.content.addSpacing(8)
        self.content.addWidget(head)
        return self._text() if text else head

    def _text(self) -> QLabel:
        body = QLabel()
        body.setTextFormat(Qt.TextFormat.PlainText)
        body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        body.setWordWrap(True)
        self.content.addWidget(body)
        return body

    def _table(self, nombre: str) -> QGridLayout:
        holder = QWidget()
        holder.setObjectName(nombre)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        self.content.addWidget(holder)
        return grid


def _fill(grid: QGridLayout, titles: Sequence[str], rows: Sequence[Sequence[str]], *, figures: bool = False) -> None:
    """Write the rows into labels, making those that are missing; a row that went away is emptied."""
    for number, row in enumerate((titles, *rows)):
        for column, text in enumerate(row):
            item = grid.itemAtPosition(number, column)
            label = item.widget() if item is not None else None
            if not isinstance(label, QLabel):
                label = QLabel()
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                label.setWordWrap(not figures and column > 0)
                if not number:
                    set_class(label, "secundario")
                if figures and column:
                    label.setAlignment(Qt.AlignmentFlag.AlignRight)
                grid.addWidget(label, number, column)
            label.setText(text)
            # A path is one long word, and no line breaks it.
            label.setToolTip(text if number and column and not figures else "")
            # An empty one would be a place for the focus with nothing to tell.
            label.setVisible(bool(text))
    grid.setColumnStretch(len(titles) if figures else len(titles) - 1, 1)


def _incompleta(base: BaseVista) -> bool:
    return bool(base.problema) or not base.version


def _estado(visto: Diagnostico) -> str:
    return {"ONLINE": tr("En línea"), "OFFLINE": tr("Sin conexión"), "RECONNECTING": tr("Reconectando")}[
        visto.salud.estado
    ]


def _esquema(base: BaseVista, *, reachable: bool) -> str:
    if base.problema == "":
        return base.version or tr("todavía no hay")
    if not reachable:
        # Why the server does not answer is said once, above.
        return tr("no se puede ver ahora")
    return "…" if base.problema is None else base.problema


def _bandeja(bandeja: BandejaVista, zona: tzinfo) -> tuple[str, str, str]:
    if bandeja.esperan is None:
        return bandeja.base, _DESCONOCIDO, bandeja.problema or _DESCONOCIDO
    return bandeja.base, formatear_numero(bandeja.esperan), _hora(bandeja.desde, zona) if bandeja.desde else ""


def _reenvio(estado: EstadoReenvio, zona: tzinfo) -> str:
    """Why nothing joins the trail, and since when; empty while nothing is in the way."""
    if estado.error is None or estado.error_desde is None:
        return ""
    frase = tr("! No pasa a la auditoría desde {desde}: {motivo}\nLo que espera queda en su base; se intenta solo.")
    return frase.format(desde=_hora(estado.error_desde, zona), motivo=estado.error.explicacion)


def _hora(momento: datetime, zona: tzinfo) -> str:
    return f"{momento.astimezone(zona):%d/%m/%Y %H:%M:%S}"


def _plano(valor: object) -> str:
    return iso_utc(valor) if isinstance(valor, datetime) else str(valor)
