"""What joins the search of everything to the program: what is asked, what is shown, where Enter goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar
from shiboken6 import isValid

from rexus.base.errors import BaseError, CanceladoError, RexusError
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.shell.principal.busqueda.acciones import acciones
from rexus.shell.principal.busqueda.entradas import (
    Entrada,
    Grupo,
    Registros,
    con_texto,
    empieza,
    grupos_de_registros,
    leer,
)
from rexus.shell.principal.busqueda.paleta import Paleta
from rexus.shell.principal.page import MainPage
from rexus.ui.buscable import Fuente
from rexus.ui.guard import spawn
from rexus.ui.module import Context, Module

# What is read sooner shows whole, instead of in two steps.
_PATIENCE_MS: Final = 200


class BusquedaGlobal(QObject):
    """Lives as long as the desk. What is found is what the modules of whoever is signed in offer."""

    def __init__(self, page: MainPage, bar: QMenuBar, modules: Sequence[Module], ctx: Context) -> None:
        super().__init__(page)
        self._page = page
        self._bar = bar
        self._modules = modules
        self._ctx = ctx
        self._paleta: Paleta | None = None
        self._fuentes: Sequence[Fuente] = ()
        self._acciones: Sequence[Entrada] = ()
        self._texto = ""
        self._avance: Avance | None = None
        # Enter was pressed before the answer was there.
        self._go_on = False
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_PATIENCE_MS)
        self._late.timeout.connect(lambda: self._show(None))

    @property
    def texto(self) -> str:
        """What was asked last."""
        return self._texto

    @property
    def settled(self) -> bool:
        """Whether what shows is the whole answer to it."""
        return self._avance is None

    def abrir(self) -> None:
        """Open it, or close it if it is open."""
        paleta = self._paleta or self._build()
        if paleta.isVisible():
            paleta.close()
            return
        # As they stand now: the keys go to the palette from here on.
        self._acciones = acciones(self._bar, self._page.pages.currentWidget())
        self._fuentes = [fuente for module in self._modules for fuente in module.fuentes(self._ctx)]
        paleta.abrir()
        self._ask("")

    def _build(self) -> Paleta:
        paleta = self._paleta = Paleta(self._page)
        paleta.campo.searched.connect(self._ask)
        paleta.campo.entered.connect(self._on_enter)
        paleta.elegida.connect(self._go)
        return paleta

    # ── Asking ──

    def _ask(self, texto: str) -> None:
        """The newest question; the one before is given up."""
        if self._avance is not None:
            self._avance.cancelar()
        self._texto, self._avance, self._go_on = texto.strip(), None, False
        if self._paleta is not None:
            self._paleta.movida = False
        if not self._texto:
            self._late.stop()
            self._show(Registros())
            return
        self._avance = avance = Avance()
        self._late.start()
        spawn(self._ctx, self, self._read(avance, self._texto))

    async def _read(self, avance: Avance, texto: str) -> None:
        try:
            found = await self._ctx.jobs.read(leer, self._fuentes, texto, avance=avance)
        except CanceladoError:
            return
        except Exception:
            # The report of it comes by itself; nobody waits for this answer any more.
            if avance is self._avance and isValid(self):
                self._avance = None
                self._late.stop()
                self._show(Registros())
            raise
        if avance is not self._avance or not isValid(self):
            return
        self._avance = None
        self._late.stop()
        self._show(found)
        if self._go_on:
            self._on_enter()

    # ── Showing ──

    def _show(self, found: Registros | None) -> None:
        """`found` None: records are still being read."""
        paleta = self._paleta
        if paleta is None or not paleta.isVisible():
            return
        before = paleta.actual()
        texto = self._texto
        pages = con_texto(tr("Páginas"), [self._page_entry(m) for m in self._modules], texto)
        records = grupos_de_registros(found or Registros(), texto, self._ctx.abrir)
        actions = con_texto(tr("Acciones"), self._acciones, texto)
        # Who types the name of a page wants the page.
        first = bool(pages) and empieza(pages[0].entradas[0], texto)
        groups: list[Grupo] = [*pages, *records, *actions] if first else [*records, *pages, *actions]
        paleta.mostrar(
            groups, self._note(found, bool(groups)), before.clave if before is not None and paleta.movida else ""
        )

    def _note(self, found: Registros | None, any_found: bool) -> str:
        if found is None:
            return tr("Buscando…")
        if found.falla is not None:
            return _why_not_all(found.falla)
        if any_found:
            return tr("↑ ↓ elegir · Enter abrir · Esc cerrar")
        return tr("Nada coincide con «{texto}».").format(texto=self._texto[:60])

    def _page_entry(self, module: Module) -> Entrada:
        go = self._bar.findChild(QAction, f"principal.ir_{module.id}")
        tecla = go.shortcut().toString(QKeySequence.SequenceFormat.NativeText) if go is not None else ""
        return Entrada(
            f"pagina.{module.id}", module.titulo, "", module.icono, lambda: self._page.open_module(module.id), tecla
        )

    # ── Going ──

    def _on_enter(self) -> None:
        paleta = self._paleta
        if paleta is None or not paleta.isVisible():
            return
        chosen = paleta.actual()
        if self._avance is not None and not (chosen is not None and empieza(chosen, self._texto)):
            self._go_on = True
        elif chosen is not None:
            self._go(chosen)

    def _go(self, entrada: Entrada) -> None:
        if self._paleta is not None:
            self._paleta.close()
        # Once the focus is back where it was: what it does may ask where that is.
        QTimer.singleShot(0, self, lambda: entrada.hacer())


def _why_not_all(error: RexusError) -> str:
    if isinstance(error, BaseError):
        return tr("Sin conexión no se buscan registros; páginas y acciones, sí. {frase}").format(frase=error.frase)
    return tr("No se buscó en todo: {frase}").format(frase=error.frase)
