"""How accounts, sessions and rights are told, and the rule of the boxes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from rexus.base.actor import Actor
from rexus.modulos.usuarios import domain, table
from rexus.seguridad.cuentas import Cuenta
from rexus.seguridad.orm import ACTIVO, BLOQUEADO, ESTADOS, INACTIVO, SUSPENDIDO
from rexus.seguridad.permisos import ACCIONES, ADMINISTRAR_USUARIOS, ESPECIALES, modulos
from rexus.seguridad.roles import FichaRol
from rexus.seguridad.sesiones import FichaSesion

AHORA = datetime(2026, 1, 31, 15, 0, tzinfo=UTC)
TALLER = timezone(timedelta(hours=-3))
TODOS = sorted(domain.todos_los_permisos(tuple(modulos())))
MEDIA_HORA = timedelta(minutes=30)


def cuenta(
    usuario: str = "luis",
    estado: str = ACTIVO,
    *,
    alterada: bool = False,
    hasta: datetime | None = None,
    vence: datetime | None = None,
) -> Cuenta:
    return Cuenta(
        id=1, usuario=usuario, nombre="Luis", apellido="", email="", telefono="", rol="operador", estado=estado,
        version=1, ultimo_acceso=None, bloqueado_hasta=hasta, fecha_creacion=AHORA, clave_vence=vence,
        debe_cambiar=vence is not None, con_factor=False, alterada=alterada,
    )  # fmt: skip


def sesion(hace: timedelta, uso: timedelta, fin: datetime | None = None, motivo: str = "") -> FichaSesion:
    inicio = AHORA - hace
    return FichaSesion("s1", "luis", "PC-1", "ventana", inicio, AHORA - uso, inicio + timedelta(hours=8), fin, motivo)


@given(st.lists(st.tuples(st.sampled_from(TODOS), st.booleans())))
def test_whoever_changes_or_approves_in_a_module_looks_at_it(clicks: list[tuple[str, bool]]) -> None:
    permitidos: frozenset[str] = frozenset()
    for permiso, si in clicks:
        before, permitidos = permitidos, domain.marcar(permitidos, permiso, si)
        assert (permiso in permitidos) == si, "a box shows what was clicked"
        # Nothing of another module, and no special right, comes or goes along.
        along = {p for p in before ^ permitidos if p != permiso}
        assert all(p.split(".")[0] == permiso.split(".")[0] and p not in ESPECIALES for p in along)
        assert permiso not in ESPECIALES or not along
        for modulo in modulos():
            if any(f"{modulo}.{accion}" in permitidos for accion in ACCIONES):
                assert f"{modulo}.ver" in permitidos


@given(st.frozensets(st.sampled_from(TODOS)), st.frozensets(st.sampled_from(TODOS)), st.booleans())
def test_nobody_touches_a_role_that_may_do_more(
    suyos: frozenset[str], del_rol: frozenset[str], administra: bool
) -> None:
    suyos = suyos | {ADMINISTRAR_USUARIOS} if administra else suyos - {ADMINISTRAR_USUARIOS}
    actor = Actor("nico", "ayudante", suyos)
    rol = FichaRol("otro", "", False, 1, del_rol)
    assert domain.puede_tocar(actor, rol) == (administra and del_rol <= suyos)
    assert not domain.puede_tocar(actor, FichaRol("administrador", "", True, 1, frozenset({"*"})))
    assert domain.puede_tocar(Actor("ana", "administrador", frozenset({"*"})), rol)


def test_no_two_states_look_alike_without_their_colour() -> None:
    shown = [domain.aspecto(cuenta(estado=estado)) for estado in ESTADOS] + [domain.aspecto(cuenta(alterada=True))]
    assert len({a.signo for a in shown}) == len({a.palabra for a in shown}) == len(shown)


def test_why_somebody_cannot_come_in() -> None:
    assert domain.por_que_aparece(cuenta(), TALLER) == ""
    hasta = domain.por_que_aparece(cuenta(estado=BLOQUEADO, hasta=AHORA), TALLER)
    assert "hasta el 31/01/2026 12:00" in hasta, "in the workshop's zone"
    assert "sirve hasta el 31/01/2026 12:00" in domain.por_que_aparece(cuenta(vence=AHORA), TALLER)
    assert "hasta que se desbloquee" in domain.por_que_aparece(cuenta(estado=BLOQUEADO), TALLER)
    assert "sin Rexus" in domain.por_que_aparece(cuenta(estado=BLOQUEADO, alterada=True), TALLER)


def test_a_session_that_holds_says_since_when() -> None:
    linea = domain.linea_de_sesion(sesion(timedelta(hours=1), timedelta(minutes=2)), "s1", AHORA, MEDIA_HORA, TALLER)
    assert (linea.abierta, linea.propia, linea.estado) == (True, True, "● Abierta aquí")
    assert linea.donde == "PC-1 · ventana"
    assert linea.cuando == "Desde 11:00 · último uso 11:58"
    other = domain.linea_de_sesion(sesion(timedelta(hours=1), timedelta()), "s2", AHORA, MEDIA_HORA, TALLER)
    assert (other.abierta, other.propia) == (True, False)


def test_a_session_that_nobody_ended_may_not_hold_any_more() -> None:
    unused = domain.linea_de_sesion(sesion(timedelta(hours=1), MEDIA_HORA), "s1", AHORA, MEDIA_HORA, TALLER)
    assert (unused.abierta, unused.propia, unused.estado) == (False, False, "○ Terminó sin uso")
    old = domain.linea_de_sesion(sesion(timedelta(hours=8), timedelta()), None, AHORA, MEDIA_HORA, TALLER)
    assert old.estado == "○ Llegó al máximo"
    ended = sesion(timedelta(days=1), timedelta(hours=23), AHORA - timedelta(hours=23), "rol")
    linea = domain.linea_de_sesion(ended, None, AHORA, MEDIA_HORA, TALLER)
    assert linea.estado == "○ Cambió el rol"
    assert linea.cuando == "30/01/2026 12:00 a 30/01/2026 13:00"


def test_the_footer_counts_what_needs_a_look() -> None:
    todas = [
        cuenta("a"), cuenta("b", BLOQUEADO), cuenta("c", BLOQUEADO), cuenta("d", SUSPENDIDO), cuenta("e", INACTIVO),
        cuenta("f", INACTIVO, alterada=True),
    ]  # fmt: skip
    assert table.footer(todas) == "6 usuarios · 2 bloqueados · 1 suspendido · 1 inactivo · 1 alterado"
    assert table.footer(todas[:1]) == "1 usuario"
