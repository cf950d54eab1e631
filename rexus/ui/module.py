"""What a module is to the window, and what the window gives to a module."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from rexus.base.actor import Actor
from rexus.base.text import tr
from rexus.ui.buscable import Fuente

if TYPE_CHECKING:
    from rexus.base.paths import Paths
    from rexus.db.registry import Registry
    from rexus.settings import Settings
    from rexus.ui.jobs import Jobs
    from rexus.ui.notices import NoticeBar
    from rexus.ui.respaldos import RespaldosVisibles
    from rexus.ui.salud import SaludVisible
    from rexus.ui.shortcuts import Shortcuts
    from rexus.ui.undo import UndoStack


@dataclass(frozen=True)
class Ejemplo:
    """What whoever may look after the example workshop can ask for. `aqui`: this is it. None cannot be done here."""

    aqui: bool
    abrir: Callable[[], None]
    volver: Callable[[], None] | None
    quitar: Callable[[], None] | None


@dataclass(frozen=True)
class Context:
    """What every page is built with. `actor` tells who is signed in now; `zona` is the workshop's time zone.

    `salud` tells whether the database is there, and when that changes. `reconectar` takes the connection that the
    settings name now into use: whoever is signed in signs in there. `ir_a(modulo, lugar)` shows another page, at a
    place that it knows by that name; `puede_ir(modulo)` tells beforehand whether there is such a page.
    `entrar_otra_vez(frase)` goes back to the sign-in, which shows the sentence: other databases are in the place of
    those that were there. `respaldos` is the backup scheduler; None: there is none.

    `ejemplo` is the example workshop, for who may look after it.

    `abrir(tabla, registro)` shows a record, as the audit trail names it, on the page where it lives; False when no page
    that the actor may see shows such records, which `puede_abrir(tabla)` tells beforehand.
    """

    registry: Registry
    actor: Callable[[], Actor]
    jobs: Jobs
    notices: NoticeBar
    settings: Settings
    shortcuts: Shortcuts
    undo: UndoStack
    zona: tzinfo
    salud: SaludVisible
    paths: Paths
    reconectar: Callable[[], None]
    puede_abrir: Callable[[str], bool] = lambda _tabla: False
    abrir: Callable[[str, str], bool] = lambda _tabla, _registro: False
    respaldos: RespaldosVisibles | None = None
    ir_a: Callable[[str, str], None] = lambda _modulo, _lugar: None
    puede_ir: Callable[[str], bool] = lambda _modulo: False
    entrar_otra_vez: Callable[[str], None] = lambda _frase: None
    ejemplo: Ejemplo | None = None


#: The permission of a page that whoever is signed in may open: it shows of each thing what they may see.
PARA_TODOS: Final = ""


@dataclass(frozen=True)
class Module:
    """A page of the navigation. `build` runs when the page is first shown and opens no connection by itself.

    The widget that it returns may have a list `menu_actions: list[tuple[str, list[QAction]]]` (menu title, actions)
    that the window shows in its menu bar while the page is current. `nombre` is a source text for `tr()`.

    `abre` names the tables whose records the page can show; a page of a module that names any is an `AbreRegistros`.
    `fuentes` gives where its records are found from anywhere in the program; they are of tables in `abre`.
    """

    id: str
    nombre: str
    icono: str
    permiso: str
    build: Callable[[Context], QWidget]
    abre: frozenset[str] = frozenset()
    fuentes: Callable[[Context], Sequence[Fuente]] = lambda _ctx: ()

    @property
    def titulo(self) -> str:
        """What the page is called, in the language of now."""
        return tr(self.nombre)

    def para(self, actor: Actor) -> bool:
        """Whether it shows for the actor."""
        return self.permiso == PARA_TODOS or actor.puede(self.permiso)


class AbreRegistros(Protocol):
    """A page on which records can be opened from elsewhere."""

    def abrir_registro(self, tabla: str, registro: str) -> None:
        """Show the record, as the trail names it, and go to it; filters that hide it go. One that is gone is told."""


MenuActions = list[tuple[str, list[QAction]]]
