"""What was changed here and elsewhere, and what waits for a database that is away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from rexus.configuracion import Sincronizador
from rexus.db.registry import Registry
from rexus.settings import Settings
from tests.gui.configuracion.conftest import ANA, LUIS, Abrir, Mesa, Puesto, otro_puesto
from tests.servers.postgres import Postgres
from tests.servers.sitio import Sitio

CLAVE = "usuarios.max_intentos"
CARD = f"configuracion.conflicto.{CLAVE}"
DIALOG = "configuracion.conflictos"


def both_changed(mesa: Mesa, otro: Puesto) -> None:
    """ana types 7 while luis saves 9; ana saves."""
    mesa.edit(CLAVE, "7")
    otro.put(CLAVE, 9)
    mesa.click("configuracion.guardar")
    mesa.dialog(DIALOG)


# ── Two people at once ──


def test_a_change_of_somebody_else_meanwhile_is_not_overwritten_silently(mesa: Mesa, otro: Puesto) -> None:
    both_changed(mesa, otro)
    assert otro.get(CLAVE) == 9
    assert mesa.text(f"{CARD}.mio") == "El de este puesto: 7"
    assert mesa.text(f"{CARD}.suyo") == "El de la base: 9"
    assert "ana" in mesa.find(f"{CARD}.mio").accessibleDescription()
    assert "luis" in mesa.find(f"{CARD}.suyo").accessibleDescription()
    # Nothing is chosen beforehand, and nothing can be saved until something is.
    assert not mesa.find(f"{DIALOG}.aceptar").isEnabled()


@pytest.mark.parametrize(("choice", "value"), [("mio", 7), ("suyo", 9)])
def test_the_choice_is_what_holds_everywhere(mesa: Mesa, otro: Puesto, choice: str, value: int) -> None:
    both_changed(mesa, otro)
    mesa.click(f"{CARD}.{choice}")
    mesa.click(f"{DIALOG}.aceptar")
    mesa.gone(DIALOG)
    mesa.wait(lambda: mesa.settings.get(CLAVE) == value and not mesa.settings.pendientes())
    mesa.wait(lambda: mesa.text(f"configuracion.{CLAVE}") == str(value))
    assert otro.get(CLAVE) == value
    assert mesa.band("conflictos") == ""


def test_deciding_later_keeps_both_values(mesa: Mesa, otro: Puesto) -> None:
    both_changed(mesa, otro)
    mesa.key(Qt.Key.Key_Escape)
    mesa.gone(DIALOG)
    assert mesa.band("conflictos") == "1 ajuste cambiado aquí también se cambió en la base: Intentos antes de bloquear."
    assert mesa.mark(CLAVE) == "en conflicto"
    assert "7" in mesa.text(f"configuracion.{CLAVE}.nota")
    assert mesa.settings.get(CLAVE) == 9
    mesa.click("configuracion.banda.conflictos.elegir")
    mesa.dialog(DIALOG)
    mesa.click(f"{CARD}.mio")
    mesa.click(f"{DIALOG}.aceptar")
    mesa.gone(DIALOG)
    mesa.wait(lambda: otro.get(CLAVE) == 7)


@pytest.mark.parametrize("seen", [False, True])
def test_taking_a_change_back_does_not_overwrite_what_somebody_else_put_there_since(
    mesa: Mesa, otro: Puesto, seen: bool
) -> None:
    mesa.edit(CLAVE, "7")
    mesa.save()
    mesa.told("1 cambio guardado.")
    otro.put(CLAVE, 9)
    if seen:
        # The heartbeat told of it and it was read.
        Sincronizador(mesa.ctx.registry, mesa.settings, lambda: ANA).traer()
    mesa.click("principal.aviso.accion1")
    mesa.dialog(DIALOG)
    assert otro.get(CLAVE) == 9
    mesa.click(f"{CARD}.suyo")
    mesa.click(f"{DIALOG}.aceptar")
    mesa.gone(DIALOG)
    assert otro.get(CLAVE) == 9


def test_a_change_is_taken_back_when_nobody_touched_it_since(mesa: Mesa, otro: Puesto) -> None:
    mesa.edit(CLAVE, "7")
    mesa.save()
    mesa.told("1 cambio guardado.")
    mesa.click("principal.aviso.accion1")
    mesa.told("La configuración está como antes.")
    assert otro.get(CLAVE) == 5


def test_a_choice_is_asked_again_when_the_value_changed_once_more(mesa: Mesa, otro: Puesto) -> None:
    both_changed(mesa, otro)
    mesa.click(f"{CARD}.mio")
    otro.put(CLAVE, 11)
    mesa.click(f"{DIALOG}.aceptar")
    mesa.wait(lambda: mesa.text(f"{CARD}.suyo") == "El de la base: 11")
    assert otro.get(CLAVE) == 11
    assert not mesa.find(f"{DIALOG}.aceptar").isEnabled()
    mesa.click(f"{CARD}.mio")
    mesa.click(f"{DIALOG}.aceptar")
    mesa.gone(DIALOG)
    assert otro.get(CLAVE) == 7


def test_several_are_decided_one_by_one(mesa: Mesa, otro: Puesto) -> None:
    mesa.edit(CLAVE, "7")
    mesa.edit("empresa.moneda", "USD")
    otro.put(CLAVE, 9)
    otro.put("empresa.moneda", "EUR")
    mesa.click("configuracion.guardar")
    mesa.dialog(DIALOG)
    mesa.click("configuracion.conflicto.empresa.moneda.suyo")
    mesa.click(f"{DIALOG}.aceptar")
    mesa.gone(DIALOG)
    mesa.wait(lambda: mesa.settings.en_conflicto() == {CLAVE})
    assert "Intentos antes de bloquear" in mesa.band("conflictos")


# ── The database is away ──


class Corte:
    """The page over PostgreSQL, which comes and goes."""

    def __init__(self, mesa: Mesa, otro: Puesto, postgres: Postgres) -> None:
        self.mesa = mesa
        self.otro = otro
        self._postgres = postgres

    def unplug(self) -> None:
        """The server is gone, and the page knows."""
        self._postgres.parar()
        self.mesa.wait(lambda: self.mesa.band("sin_base"))

    def plug(self) -> None:
        """It is back, and the page knows."""
        self._postgres.arrancar()
        self.mesa.ctx.registry.salud.reintentar()
        self.mesa.wait(lambda: not self.mesa.band("sin_base"))


@pytest.fixture
def corte(abrir: Abrir, sitio_postgres: Sitio, postgres: Postgres, settings: Settings, home: Path) -> Iterator[Corte]:
    registry, other = sitio_postgres.registry(), sitio_postgres.registry()
    otro = otro_puesto(other, home)
    yield Corte(abrir(registry, settings), otro, postgres)
    otro.close()
    registry.close()


def test_without_the_database_changes_are_kept_and_go_there_when_it_is_back(corte: Corte) -> None:
    mesa = corte.mesa
    corte.unplug()
    mesa.edit("db.pool_size", "20")
    mesa.edit(CLAVE, "7")
    mesa.edit("empresa.moneda", "USD")
    mesa.save()
    mesa.told("1 cambio guardado. 2 cambios esperan a que vuelva la base; mientras tanto, valen en este puesto.")
    assert mesa.settings.get(CLAVE) == 7
    assert mesa.mark(CLAVE) == "pendiente"
    assert "ana" in mesa.text(f"configuracion.{CLAVE}.nota")
    assert mesa.band("pendientes") == "2 cambios hechos sin conexión esperan."
    mesa.click("configuracion.banda.pendientes.ver")
    assert mesa.visible() == ["empresa.moneda", CLAVE]
    assert not mesa.shows("configuracion.banda.pendientes.aplicar")
    corte.plug()
    mesa.click("configuracion.banda.pendientes.aplicar")
    mesa.told("2 cambios aplicados en la base.")
    assert mesa.band("pendientes") == ""
    assert corte.otro.get(CLAVE) == 7
    assert mesa.mark(CLAVE) == "base"


def test_pending_changes_are_taken_back_with_the_notices_verb(corte: Corte) -> None:
    mesa = corte.mesa
    corte.unplug()
    mesa.edit(CLAVE, "7")
    mesa.save()
    mesa.wait(lambda: mesa.mark(CLAVE) == "pendiente")
    mesa.click("principal.aviso.accion1")
    mesa.wait(lambda: mesa.settings.pendientes() == {})
    mesa.wait(lambda: mesa.text(f"configuracion.{CLAVE}") == "5")


def test_a_pending_change_is_discarded_from_its_row(corte: Corte) -> None:
    mesa = corte.mesa
    corte.unplug()
    mesa.edit(CLAVE, "7")
    mesa.save()
    mesa.wait(lambda: mesa.mark(CLAVE) == "pendiente")
    mesa.trigger(f"configuracion.{CLAVE}.descartar_pendiente")
    mesa.wait(lambda: mesa.mark(CLAVE) == "de fábrica")
    assert mesa.settings.pendientes() == {}
    assert mesa.text(f"configuracion.{CLAVE}") == "5"


def test_what_changed_in_the_database_meanwhile_is_decided_when_it_is_back(corte: Corte) -> None:
    mesa = corte.mesa
    corte.unplug()
    mesa.edit(CLAVE, "7")
    mesa.save()
    corte._postgres.arrancar()
    corte.otro.registry.salud.reintentar()
    mesa.wait(lambda: corte.otro.registry.salud.instante.en_linea)
    corte.otro.put(CLAVE, 9)
    corte.plug()
    mesa.wait(lambda: mesa.shows("configuracion.banda.pendientes.aplicar"))
    mesa.click("configuracion.banda.pendientes.aplicar")
    mesa.dialog(DIALOG)
    assert mesa.text(f"{CARD}.suyo") == "El de la base: 9"
    mesa.click(f"{CARD}.suyo")
    mesa.click(f"{DIALOG}.aceptar")
    mesa.gone(DIALOG)
    mesa.wait(lambda: mesa.settings.get(CLAVE) == 9)


def test_the_history_says_what_is_missing_while_the_database_is_away(corte: Corte) -> None:
    mesa = corte.mesa
    mesa.edit("db.pool_size", "20")
    mesa.edit(CLAVE, "7")
    mesa.save()
    corte.unplug()
    mesa.trigger("configuracion.historial")
    mesa.dialog("configuracion.historial_dialogo")
    assert "La base no responde" in mesa.text("configuracion.historial_dialogo.frase")
    assert [row[2] for row in mesa.rows("configuracion.historial_dialogo.tabla")] == ["Conexiones abiertas"]


def test_changes_that_another_left_waiting_here_are_applied_knowingly(
    abrir: Callable[..., Mesa], registry: Registry, settings: Settings, otro: Puesto
) -> None:
    from datetime import UTC, datetime

    from rexus.settings import Pendiente

    settings.proponer({CLAVE: Pendiente(7, None, LUIS.usuario, datetime(2026, 1, 31, 12, tzinfo=UTC))})
    mesa = abrir(registry, settings, ANA)
    assert mesa.band("pendientes") == "Hay 1 cambio de luis sin aplicar."
    assert otro.get(CLAVE) == 5
    mesa.click("configuracion.banda.pendientes.aplicar_ajenos")
    mesa.told("1 cambio aplicado en la base.")
    assert otro.get(CLAVE) == 7


def test_what_waits_for_another_database_is_told_and_does_not_hold(
    abrir: Callable[..., Mesa], registry: Registry, settings: Settings, otro: Puesto
) -> None:
    from datetime import UTC, datetime

    from rexus.settings import Pendiente

    lugar = "postgresql://taller:5432/rexus_inventario"
    cuando = datetime(2026, 1, 31, 12, tzinfo=UTC)
    settings.proponer({CLAVE: Pendiente(7, None, ANA.usuario, cuando, instalacion=lugar)})
    mesa = abrir(registry, settings, ANA)
    assert mesa.band("pendientes") == f"1 cambio espera a otra base ({lugar}) y aquí no se aplica."
    assert lugar in mesa.text(f"configuracion.{CLAVE}.nota")
    assert mesa.text(f"configuracion.{CLAVE}") == "5"
    assert not mesa.shows("configuracion.banda.pendientes.aplicar")
    assert otro.get(CLAVE) == 5
    mesa.trigger(f"configuracion.{CLAVE}.descartar_pendiente")
    mesa.wait(lambda: mesa.settings.pendientes() == {})
