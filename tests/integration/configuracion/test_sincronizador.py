"""Seats that change the same configuration: with the database, without it, and when both did."""

from __future__ import annotations

from pathlib import Path

import pytest

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError, PermisoError
from rexus.base.paths import paths_under
from rexus.configuracion import Cambiado, DictadaError, Sincronizador, equipo, vigentes
from rexus.db.conexion import Conexion
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.settings import Pendiente

from .conftest import Abrir, Puesto

LEJOS = Conexion("postgresql", "nadie.invalid")
NOMBRE, INTENTOS = "empresa.nombre", "usuarios.max_intentos"


def en_la_base(registry: Registry) -> dict[str, object]:
    return registry.leer(INVENTARIO, SISTEMA, vigentes)


def sin_base(puesto: Puesto, cambios: dict[str, object]) -> None:
    """What the seat does when the database is away."""
    preparados = equipo.preparar(puesto.settings, cambios)
    equipo.dejar_pendientes(puesto.settings, equipo.pedidos(puesto.settings, preparados, puesto.actor.usuario))


def test_each_key_goes_where_it_lives(ana: Puesto, beto: Puesto) -> None:
    hecho = ana.cambiar({NOMBRE: "  Vidrios  ", "db.servidor": "taller", INTENTOS: 5, "tema.modo": "sistema"})
    # 5 is the factory's value, but nobody had chosen it: now somebody has.
    assert hecho == Cambiado(guardados=(NOMBRE, INTENTOS, "db.servidor"))
    assert en_la_base(ana.registry) == {NOMBRE: "Vidrios", INTENTOS: 5}
    assert ana.settings.get(NOMBRE) == "Vidrios"
    assert (ana.settings.origen(NOMBRE), ana.settings.origen("db.servidor")) == ("base", "usuario")
    assert (beto.settings.get(NOMBRE), beto.settings.get("db.servidor")) == ("", "")
    beto.sincronizador.traer()
    assert (beto.settings.get(NOMBRE), beto.settings.get("db.servidor")) == ("Vidrios", "")
    assert ana.cambiar({NOMBRE: None, "db.servidor": None}).guardados == (NOMBRE, "db.servidor")
    assert en_la_base(ana.registry) == {INTENTOS: 5}
    assert ana.settings.get("db.servidor") == ""


def test_all_is_checked_before_anything_is_saved(ana: Puesto) -> None:
    with pytest.raises(DatoInvalidoError) as rechazo:
        ana.cambiar({NOMBRE: "Vidrios", INTENTOS: 0, "sistema.zona": "Marte/Olympus", "db.puerto": 70_000})
    assert set(rechazo.value.campos) == {INTENTOS, "sistema.zona", "db.puerto"}
    with pytest.raises(KeyError):
        ana.cambiar({NOMBRE: "Vidrios", "empresa.no_hay": 1})
    assert en_la_base(ana.registry) == {}
    assert ana.settings.pendientes() == {}


def test_what_the_environment_dictates_cannot_be_edited(registry: Registry, puestos: Abrir) -> None:
    ana = puestos(registry, environment={"REXUS_EMPRESA_NOMBRE": "Fija", "DB_SERVER": "s"})
    for clave in (NOMBRE, "db.servidor"):
        with pytest.raises(DictadaError) as rechazo:
            ana.cambiar({INTENTOS: 7, clave: "otro"})
        assert rechazo.value.variable in str(rechazo.value)
    assert en_la_base(registry) == {}


def test_without_the_right_nothing_changes(registry: Registry, puestos: Abrir) -> None:
    luis = puestos(registry, "luis", frozenset({"configuracion.ver"}))
    for cambio in ({NOMBRE: "X"}, {"db.servidor": "X"}):
        with pytest.raises(PermisoError):
            luis.cambiar(cambio)
    sin_base(luis, {NOMBRE: "X"})
    assert luis.sincronizar().ajenos == (NOMBRE,), "it waits for somebody who may"
    for intento in (
        lambda: luis.sincronizador.descartar(NOMBRE),
        lambda: luis.sincronizador.resolver(NOMBRE, "mio", 0),
    ):
        with pytest.raises(PermisoError):
            intento()
    assert en_la_base(registry) == {}
    assert luis.settings.pendientes()[NOMBRE].valor == "X"


def test_two_who_edit_what_they_saw_do_not_overwrite_each_other(ana: Puesto, beto: Puesto) -> None:
    ana.cambiar({NOMBRE: "Uno"})
    hecho = beto.cambiar({NOMBRE: "Dos", INTENTOS: 9}, vistos={NOMBRE: None, INTENTOS: None})
    assert hecho.guardados == (INTENTOS,)
    (conflicto,) = hecho.conflictos
    assert (conflicto.mio, conflicto.base, conflicto.suyo, conflicto.usuario) == ("Dos", None, "Uno", "ana")
    assert en_la_base(beto.registry) == {NOMBRE: "Uno", INTENTOS: 9}
    assert beto.settings.get(NOMBRE) == "Uno"
    assert beto.settings.en_conflicto() == {NOMBRE}
    beto.sincronizador.resolver(NOMBRE, "mio", conflicto.version)
    assert en_la_base(beto.registry)[NOMBRE] == "Dos"
    assert beto.settings.pendientes() == {}


def test_what_was_edited_without_the_database_is_applied_when_it_is_back(ana: Puesto, beto: Puesto) -> None:
    ana.cambiar({NOMBRE: "Antes", INTENTOS: 4})
    ana.reiniciar()
    sin_base(ana, {NOMBRE: "Después", INTENTOS: None, "reportes.pie": "pie"})
    assert (ana.settings.get(NOMBRE), ana.settings.get(INTENTOS)) == ("Después", 5)
    ana.reiniciar()
    hecho = ana.sincronizar()
    assert set(hecho.aplicados) == {NOMBRE, INTENTOS, "reportes.pie"}
    assert en_la_base(ana.registry) == {NOMBRE: "Después", "reportes.pie": "pie"}
    assert ana.settings.pendientes() == {}
    assert (ana.settings.get(NOMBRE), ana.settings.origen(NOMBRE)) == ("Después", "base")
    assert ana.sincronizar().aplicados == ()
    beto.sincronizador.traer()
    assert beto.settings.get(NOMBRE) == "Después"


def test_changed_in_the_meantime_somebody_chooses(ana: Puesto, beto: Puesto) -> None:
    ana.cambiar({NOMBRE: "Antes"})
    beto.sincronizador.traer()
    sin_base(beto, {NOMBRE: "De Beto", INTENTOS: 9})
    ana.cambiar({NOMBRE: "De Ana"})
    beto.reiniciar()
    hecho = beto.sincronizar()
    assert hecho.aplicados == (INTENTOS,)
    (conflicto,) = hecho.conflictos
    assert (conflicto.mio, conflicto.base, conflicto.suyo) == ("De Beto", "Antes", "De Ana")
    assert (conflicto.usuario, conflicto.pedido_por) == ("ana", "beto")
    assert en_la_base(beto.registry)[NOMBRE] == "De Ana"
    assert beto.sincronizar().conflictos == hecho.conflictos, "it stays until somebody chooses"
    ana.cambiar({NOMBRE: "Otra vez Ana"})
    (nuevo,) = beto.sincronizador.resolver(NOMBRE, "mio", conflicto.version).value.conflictos
    assert (nuevo.suyo, en_la_base(beto.registry)[NOMBRE]) == ("Otra vez Ana", "Otra vez Ana")
    beto.sincronizador.resolver(NOMBRE, "suyo", nuevo.version)
    assert beto.settings.pendientes() == {}
    assert beto.settings.get(NOMBRE) == "Otra vez Ana"
    assert beto.sincronizar().conflictos == ()
    with pytest.raises(NoEncontradoError):
        beto.sincronizador.resolver(NOMBRE, "suyo", 1)


def test_both_wanting_the_same_is_no_conflict(ana: Puesto, beto: Puesto) -> None:
    sin_base(beto, {NOMBRE: "Igual"})
    ana.cambiar({NOMBRE: "Igual"})
    hecho = beto.sincronizar()
    assert (hecho.aplicados, hecho.conflictos) == ((), ())
    assert beto.settings.pendientes() == {}
    assert [c.usuario for c in beto.sincronizador.historial(NOMBRE).cambios] == ["ana"]


def test_a_value_that_went_away_and_came_back_is_not_the_one_it_was_based_on(ana: Puesto, beto: Puesto) -> None:
    ana.cambiar({NOMBRE: "A"})
    beto.sincronizador.traer()
    sin_base(beto, {NOMBRE: "C"})
    beto.reiniciar()
    ana.cambiar({NOMBRE: "B"})
    ana.cambiar({NOMBRE: "A"})
    (conflicto,) = beto.sincronizar().conflictos
    assert (conflicto.mio, conflicto.base, conflicto.suyo, conflicto.usuario) == ("C", "A", "A", "ana")
    assert en_la_base(beto.registry) == {NOMBRE: "A"}
    assert beto.settings.en_conflicto() == {NOMBRE}
    assert beto.settings.get(NOMBRE) == "A"
    beto.sincronizador.resolver(NOMBRE, "mio", conflicto.version)
    assert en_la_base(beto.registry) == {NOMBRE: "C"}
    # Deciding now on what shows now is another matter.
    ana.cambiar({NOMBRE: "D"}, {NOMBRE: "C"})
    ana.cambiar({NOMBRE: "C"})
    assert beto.cambiar({NOMBRE: "E"}).guardados == (NOMBRE,)


def test_a_change_that_had_arrived_unnoticed_and_was_put_back_is_not_written_again(ana: Puesto, beto: Puesto) -> None:
    ana.cambiar({NOMBRE: "A"})
    sin_base(ana, {NOMBRE: "C"})
    # The answer to its commit was lost: it is in the database, and waits here as well.
    beto.cambiar({NOMBRE: "C"}, {NOMBRE: "A"})
    beto.cambiar({NOMBRE: "A"})
    assert [c.clave for c in ana.sincronizar().conflictos] == [NOMBRE]
    assert en_la_base(ana.registry) == {NOMBRE: "A"}


def test_what_waits_for_a_server_never_reaches_another_database(
    registry: Registry, puestos: Abrir, tmp_path: Path
) -> None:
    ana = puestos(registry)
    ana.cambiar({NOMBRE: "A", INTENTOS: 7})
    sin_base(ana, {NOMBRE: "Para la primera"})
    ana.reiniciar()
    otra = Registry(paths_under(tmp_path / "otra"), Conexion() if registry.conexion.es_servidor else LEJOS)
    # A server is left for the local files; for the local files there is a server that nobody reaches.
    aqui = Sincronizador(otra, ana.settings, lambda: ana.actor)
    assert ana.settings.ajenas() == {NOMBRE}
    assert (ana.settings.get(NOMBRE), ana.settings.base(NOMBRE), ana.settings.get(INTENTOS)) == ("", None, 5)
    assert ana.settings.version_base(NOMBRE) is None and ana.settings.base_vista is None
    if not otra.conexion.es_servidor:
        hecho = aqui.sincronizar().value
        assert "otra base" in hecho.no_aplicables[NOMBRE]
        assert (hecho.aplicados, hecho.conflictos, hecho.ajenos, en_la_base(otra)) == ((), (), (), {})
        with pytest.raises(ConflictoError, match="otra base"):
            aqui.resolver(NOMBRE, "mio", 0)
        aqui.cambiar({INTENTOS: 9})
        assert en_la_base(otra) == {INTENTOS: 9}
    assert set(ana.settings.pendientes()) == {NOMBRE}, "it waits"
    otra.close()
    ana.reiniciar()
    assert ana.settings.ajenas() == frozenset()
    assert ana.sincronizar().aplicados == (NOMBRE,)
    assert en_la_base(registry) == {NOMBRE: "Para la primera", INTENTOS: 7}
    assert (ana.settings.get(NOMBRE), ana.settings.get(INTENTOS)) == ("Para la primera", 7)


def test_a_pending_change_undone_is_none(ana: Puesto) -> None:
    ana.cambiar({NOMBRE: "Antes"})
    sin_base(ana, {NOMBRE: "Después"})
    ana.sincronizador.descartar(NOMBRE)
    assert ana.settings.get(NOMBRE) == "Antes"
    sin_base(ana, {NOMBRE: "Después"})
    sin_base(ana, {NOMBRE: "Antes"})
    assert ana.sincronizar().aplicados == ()
    assert en_la_base(ana.registry) == {NOMBRE: "Antes"}
    with pytest.raises(NoEncontradoError):
        ana.sincronizador.descartar(NOMBRE)


def test_saving_a_key_settles_what_was_pending_of_it(ana: Puesto, beto: Puesto) -> None:
    sin_base(ana, {NOMBRE: "Viejo"})
    beto.cambiar({NOMBRE: "De Beto"})
    ana.sincronizar()
    assert ana.settings.en_conflicto() == {NOMBRE}
    assert ana.cambiar({NOMBRE: "Decidido"}).guardados == (NOMBRE,)
    assert ana.settings.pendientes() == {}
    assert en_la_base(ana.registry) == {NOMBRE: "Decidido"}


def test_what_others_left_pending_waits_for_them_or_for_a_decision(ana: Puesto) -> None:
    sin_base(ana, {NOMBRE: "De Ana"})
    ana.settings.proponer({INTENTOS: Pendiente(9, None, "juan (sin entrar)", ana.settings.pendientes()[NOMBRE].cuando)})
    ana.actor = Actor("beto", "rol", frozenset({"*"}))
    assert set(ana.sincronizar().ajenos) == {NOMBRE, INTENTOS}
    assert en_la_base(ana.registry) == {}
    ana.actor = Actor("ana", "rol", frozenset({"*"}))
    hecho = ana.sincronizar()
    assert (hecho.aplicados, hecho.ajenos) == ((NOMBRE,), (INTENTOS,))
    assert ana.sincronizar(ajenos=True).aplicados == (INTENTOS,)
    cambios = ana.sincronizador.historial(INTENTOS).cambios
    assert [c.usuario for c in cambios] == ["ana"], "who signed in answers for it"


def test_a_key_that_no_longer_fits_waits_and_says_why(ana: Puesto) -> None:
    cuando = ana.settings.base_vista
    ana.settings.releer()
    ana.settings._saver.now(
        lambda _: {
            "pendientes.futuro.clave": {"valor": 1},
            "pendientes.usuarios.max_intentos": {"valor": "muchos"},
            "pendientes.tema.modo": {"valor": "oscuro"},
            "pendientes.empresa.nombre": {"valor": "X", "quien": "ana"},
        }
    )
    hecho = ana.sincronizar()
    assert hecho.aplicados == (NOMBRE,)
    assert set(hecho.no_aplicables) == {"futuro.clave", INTENTOS, "tema.modo"}
    assert all(hecho.no_aplicables.values())
    assert en_la_base(ana.registry) == {NOMBRE: "X"}
    for clave in hecho.no_aplicables:
        ana.sincronizador.descartar(clave)
    assert ana.sincronizar().no_aplicables == {}
    assert cuando is None


def test_history_joins_this_machine_and_the_workshop(ana: Puesto, beto: Puesto) -> None:
    ana.cambiar({"db.servidor": "uno"})
    beto.cambiar({NOMBRE: "X"})
    ana.cambiar({"db.servidor": None, "tema.densidad": "compacta"})
    historia = ana.sincronizador.historial()
    assert historia.sin_base is None
    nuevos, viejos = historia.cambios[:2], historia.cambios[2:]
    assert {c.clave for c in nuevos} == {"db.servidor", "tema.densidad"}, "saved together"
    assert [(c.clave, c.usuario, c.alcance) for c in viejos] == [
        (NOMBRE, "beto", "empresa"),
        ("db.servidor", "ana", "equipo"),
    ]
    del_servidor = ana.sincronizador.historial("db.servidor").cambios
    assert [(c.antes, c.despues) for c in del_servidor] == [("uno", ""), ("", "uno")]
    assert len(ana.sincronizador.historial(limite=2).cambios) == 2
    assert beto.sincronizador.historial("db.servidor").cambios == ()
