"""Restoring where nobody can sign in: a new machine, and accounts that are damaged or gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus import seguridad
from rexus.base.actor import SISTEMA
from rexus.base.errors import ConflictoError, CredencialesError, PermisoError, RexusError
from rexus.base.paths import paths_under
from rexus.db import names, restauracion
from rexus.db.conexion import Conexion
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos import manifiesto
from rexus.respaldos.conjunto import MANIFIESTO, Conjunto
from rexus.respaldos.errors import RespaldoAlteradoError
from rexus.respaldos.restaurar import Credencial, Situacion, sin_ingreso, situacion
from rexus.respaldos.restaurar.en_vivo import PASOS
from rexus.respaldos.restaurar.freno import un_intento
from rexus.respaldos.restaurar.sin_ingreso import FaltaCuentaError
from rexus.seguridad import EnEsperaError, Politica, entrar, factor, ingreso
from rexus.seguridad.cuentas import crear
from rexus.stock.movimientos import Pedido
from tests.servers.sitio import Sitio

from .conftest import Deposito

pytestmark = pytest.mark.solo("sqlite", porque="a restore without signing in is one of files")

ANA = Credencial("ana", "siete barras de aluminio")
LUIS = Credencial("luis", "cuatro hojas y un marco")


@dataclass
class Taller:
    """A workshop with accounts, and a set of it."""

    deposito: Deposito
    conjunto: Conjunto

    @property
    def carpeta(self) -> Path:
        return self.deposito.carpeta


@pytest.fixture
def taller(deposito: Deposito) -> Taller:
    registry = deposito.registry
    registry.escribir(names.USERS, SISTEMA, seguridad.crear_primer_administrador, ANA.usuario, ANA.clave)
    registry.escribir(
        names.USERS, SISTEMA, crear, {"usuario": LUIS.usuario, "rol": "operador"}, Politica(), clave=LUIS.clave
    )
    deposito.mover(4)
    return Taller(deposito, deposito.completo())


@pytest.fixture
def nueva(tmp_path: Path) -> Iterator[Registry]:
    """The databases of a machine on which nobody began."""
    registry = Sitio(paths_under(tmp_path / "nueva"), Conexion()).registry()
    yield registry
    registry.close()


def _entra(registry: Registry, credencial: Credencial) -> str:
    return entrar(registry, credencial.usuario, credencial.clave, Politica()).actor.usuario


def _dejar_sin_cuentas(taller: Taller, como: str) -> None:
    taller.deposito.registry.close()
    users = taller.deposito.sitio.paths.database(names.USERS)
    for cola in ("-wal", "-shm"):
        users.with_name(users.name + cola).unlink(missing_ok=True)
    if como == "falta":
        users.unlink()
    elif como == "vacia":
        users.write_bytes(b"")
    elif como == "no es base":
        users.write_bytes(b"this is no database " * 500)
    else:
        datos = bytearray(users.read_bytes())
        for pagina in range(1, len(datos) // 4096):
            datos[pagina * 4096 : pagina * 4096 + 64] = b"\xff" * 64
        users.write_bytes(datos)


def test_a_new_machine_needs_nobody(taller: Taller, nueva: Registry) -> None:
    assert situacion(nueva) is Situacion.NUEVO
    hecho = sin_ingreso(nueva, taller.carpeta, taller.conjunto.id)
    assert hecho.administradores == ("ana",) and hecho.restaurado.configuracion is not None
    assert (hecho.restaurado.resguardo, hecho.restaurado.apartadas) == (None, None)
    assert nueva.paths.settings_file.read_text(encoding="utf-8") == '{"version": 1}'
    assert nueva.paths.settings_file.stat().st_mode & 0o777 == 0o600
    assert list(nueva.paths.backups.iterdir()) == [nueva.paths.backups / "restauracion.candado"], "no junk"
    verificada = InventarioModel(nueva, lambda: SISTEMA).verificar()
    assert verificada.ok and verificada.movimientos == 64
    assert _entra(nueva, ANA) == "ana"
    # The event names who it was by the system: nobody signed in.
    with nueva.read(names.USERS, SISTEMA) as work:
        fila = work.connection.exec_driver_sql("SELECT usuario, registro FROM outbox WHERE accion = 'restaurar'").one()
    assert fila.registro == taller.conjunto.id and fila.usuario not in ("", "sistema", "ana")
    assert situacion(nueva) is Situacion.CON_CUENTAS
    with pytest.raises(ConflictoError, match="ya hay cuentas"):
        sin_ingreso(nueva, taller.carpeta, taller.conjunto.id, ANA)


def test_a_home_that_was_only_opened_is_new(taller: Taller, nueva: Registry) -> None:
    for base in names.ALL:
        with nueva.read(base, SISTEMA):
            pass
    nueva.paths.config.mkdir(exist_ok=True)
    nueva.paths.settings_file.write_text('{"version": 1, "ventana": {}}', encoding="utf-8")
    assert situacion(nueva) is Situacion.NUEVO
    hecho = sin_ingreso(nueva, taller.carpeta, taller.conjunto.id)
    assert hecho.restaurado.configuracion is None and "ventana" in nueva.paths.settings_file.read_text(encoding="utf-8")
    assert _entra(nueva, ANA) == "ana"


def test_what_is_refused_leaves_a_new_machine_new(taller: Taller, nueva: Registry) -> None:
    archivo = taller.conjunto.ubicacion / "inventario.db.zst"
    datos = bytearray(archivo.read_bytes())
    datos[-1] ^= 1
    archivo.write_bytes(datos)
    with pytest.raises(RespaldoAlteradoError):
        sin_ingreso(nueva, taller.carpeta, taller.conjunto.id)
    assert not nueva.paths.data.exists() and not restauracion.carpeta(nueva.paths).exists()
    assert not nueva.paths.settings_file.exists()
    assert situacion(nueva) is Situacion.NUEVO


def test_who_began_meanwhile_keeps_what_they_have(taller: Taller, nueva: Registry) -> None:
    def empezar(paso: str) -> None:
        if paso == "preparado":
            nueva.escribir(names.USERS, SISTEMA, seguridad.crear_primer_administrador, "hoy", ANA.clave)

    with pytest.raises(ConflictoError, match="ya hay cuentas"):
        sin_ingreso(nueva, taller.carpeta, taller.conjunto.id, al_paso=empezar)
    assert not restauracion.carpeta(nueva.paths).exists()
    assert _entra(nueva, Credencial("hoy", ANA.clave)) == "hoy"


def test_the_settings_of_a_seat_of_a_server_stay_out(taller: Taller, nueva: Registry) -> None:
    de_servidor = replace(taller.conjunto, motor="postgresql")
    (taller.conjunto.ubicacion / MANIFIESTO).write_bytes(manifiesto.escribir(de_servidor))
    assert sin_ingreso(nueva, taller.carpeta, taller.conjunto.id).restaurado.configuracion is None
    assert not nueva.paths.settings_file.exists()


def test_nobody_can_sign_in_to_nothing_and_nothing_is_written(nueva: Registry) -> None:
    for usuario in ("ana", "luis"):
        for _ in range(4):
            with pytest.raises(CredencialesError):
                entrar(nueva, usuario, "una clave cualquiera", Politica())
    with nueva.read(names.USERS, SISTEMA) as work:
        for tabla in ("intentos", "outbox", "sesiones"):
            assert work.connection.exec_driver_sql(f"SELECT count(*) FROM {tabla}").scalar_one() == 0, tabla
    assert situacion(nueva) is Situacion.NUEVO


class _MuerteError(BaseException):
    """The program is gone."""


@pytest.mark.parametrize("paso", [paso for paso in PASOS if paso != "resguardado"])
def test_whoever_dies_leaves_the_machine_new_or_whole(taller: Taller, nueva: Registry, paso: str) -> None:
    def morir(hecho: str) -> None:
        if hecho == paso:
            raise _MuerteError

    with pytest.raises(_MuerteError):
        sin_ingreso(nueva, taller.carpeta, taller.conjunto.id, al_paso=morir)
    despues = Sitio(nueva.paths, Conexion()).registry()
    if PASOS.index(paso) < PASOS.index("marcado"):
        assert situacion(despues) is Situacion.NUEVO
        sin_ingreso(despues, taller.carpeta, taller.conjunto.id)
    assert situacion(despues) is Situacion.CON_CUENTAS
    assert _entra(despues, ANA) == "ana"
    despues.close()


@pytest.mark.parametrize("como", ["falta", "vacia", "no es base", "paginas"])
def test_without_the_accounts_those_of_the_set_decide(taller: Taller, como: str) -> None:
    deposito = taller.deposito
    deposito.mover(2)
    _dejar_sin_cuentas(taller, como)
    registry = deposito.sitio.registry()
    antes = deposito.sitio.paths.database(names.INVENTARIO).read_bytes()
    id_ = taller.conjunto.id
    assert situacion(registry) is Situacion.SIN_SUS_CUENTAS
    with pytest.raises(FaltaCuentaError):
        sin_ingreso(registry, taller.carpeta, id_)
    with pytest.raises(CredencialesError):
        sin_ingreso(registry, taller.carpeta, id_, Credencial("ana", "no es esta"))
    with pytest.raises(CredencialesError):
        sin_ingreso(registry, taller.carpeta, id_, Credencial("nadie", ANA.clave))
    # Not one more than an account may mistype: somebody else waits.
    with pytest.raises(PermisoError, match="luis"):
        sin_ingreso(registry, taller.carpeta, id_, LUIS)
    assert deposito.sitio.paths.database(names.INVENTARIO).read_bytes() == antes
    assert not restauracion.carpeta(deposito.sitio.paths).exists()
    hecho = sin_ingreso(registry, taller.carpeta, id_, ANA)
    assert hecho.administradores == ("ana",) and hecho.restaurado.configuracion is None
    apartadas = hecho.restaurado.apartadas
    assert hecho.restaurado.resguardo is None and apartadas is not None
    with closing(sqlite3.connect(apartadas / "inventario.db")) as c:
        assert c.execute("SELECT count(*) FROM movimientos").fetchone() == (66,), "what was left is kept"
    if como == "no es base":
        assert list(deposito.sitio.paths.data.glob("users.db.danada-*"))
    verificada = InventarioModel(registry, lambda: SISTEMA).verificar()
    assert verificada.ok and verificada.movimientos == 64
    assert _entra(registry, ANA) == "ana"
    with registry.read(names.USERS, SISTEMA) as work:
        assert work.connection.exec_driver_sql(
            "SELECT usuario FROM outbox WHERE accion = 'restaurar'"
        ).scalar_one() == ("ana")
    registry.close()


def test_who_still_writes_waits_and_is_told(taller: Taller) -> None:
    """A seat that had the accounts open when their file was taken away goes on working on its own."""
    deposito = taller.deposito
    deposito.sitio.paths.database(names.USERS).unlink()
    registry = deposito.sitio.registry()
    halladas: list[str] = []

    def mover(paso: str) -> None:
        if paso == "resguardado":
            with closing(sqlite3.connect(deposito.sitio.paths.database(names.INVENTARIO), timeout=0)) as c:
                try:
                    c.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    halladas.append(str(error))

    sin_ingreso(registry, taller.carpeta, taller.conjunto.id, ANA, al_paso=mover)
    assert halladas == ["database is locked"]
    registry.close()


def test_also_an_incremental_encrypted_set(taller: Taller, nueva: Registry) -> None:
    deposito = taller.deposito
    deposito.completo(frase="una frase")
    deposito.mover()
    incremental = deposito.incremental(frase="una frase")
    assert incremental.tipo == "incremental"
    _dejar_sin_cuentas(taller, "no es base")
    registry = deposito.sitio.registry()
    with pytest.raises(RexusError, match="cifrado"):
        sin_ingreso(registry, taller.carpeta, incremental.id, ANA)
    sin_ingreso(registry, taller.carpeta, incremental.id, ANA, frase="una frase")
    assert InventarioModel(registry, lambda: SISTEMA).verificar().movimientos == 65
    registry.close()
    assert sin_ingreso(nueva, taller.carpeta, incremental.id, frase="una frase").administradores == ("ana",)


def test_with_a_second_factor(taller: Taller) -> None:
    registry = taller.deposito.registry
    dentro = entrar(registry, ANA.usuario, ANA.clave, Politica()).actor
    secreto = factor.proponer("ana", "").secreto
    registry.escribir(names.USERS, dentro, factor.confirmar, secreto, pyotp.TOTP(secreto).now())
    hecho = taller.deposito.completo()
    _dejar_sin_cuentas(taller, "no es base")
    registry = taller.deposito.sitio.registry()
    with pytest.raises(ingreso.SegundoFactorError):
        sin_ingreso(registry, taller.carpeta, hecho.id, ANA)
    with pytest.raises(CredencialesError):
        sin_ingreso(registry, taller.carpeta, hecho.id, Credencial(ANA.usuario, ANA.clave, "000000"))
    despues = datetime.now(UTC) + timedelta(seconds=30)
    codigo = pyotp.TOTP(secreto).at(despues)
    assert sin_ingreso(registry, taller.carpeta, hecho.id, Credencial(ANA.usuario, ANA.clave, codigo))
    registry.close()


def test_an_account_that_was_changed_by_hand_or_is_out(taller: Taller) -> None:
    deposito = taller.deposito
    with closing(sqlite3.connect(deposito.sitio.paths.database(names.USERS))) as c, c:
        c.execute("UPDATE usuarios SET rol = 'administrador' WHERE usuario = 'luis'")
    alterado = deposito.completo()
    _dejar_sin_cuentas(taller, "no es base")
    registry = deposito.sitio.registry()
    with pytest.raises(ingreso.CuentaAlteradaError):
        sin_ingreso(registry, taller.carpeta, alterado.id, LUIS)
    registry.close()


def test_whoever_guesses_waits(taller: Taller) -> None:
    _dejar_sin_cuentas(taller, "no es base")
    registry = taller.deposito.sitio.registry()
    ahora = [datetime(2026, 11, 22, 12, tzinfo=UTC)]

    def probar(clave: str) -> None:
        sin_ingreso(registry, taller.carpeta, taller.conjunto.id, Credencial("ana", clave), clock=lambda: ahora[0])

    for _ in range(3):
        with pytest.raises(CredencialesError):
            probar("no es esta")
    # The right one is not looked at either.
    with pytest.raises(EnEsperaError):
        probar(ANA.clave)
    ahora[0] += timedelta(seconds=2)
    probar(ANA.clave)
    assert not (taller.carpeta / "ingresos.json").exists()
    registry.close()


@given(fallos=st.lists(st.integers(0, 400), max_size=30), salto=st.integers(-900, 900))
def test_waits_grow_end_and_never_depend_on_a_clock_set_back(
    tmp_path_factory: pytest.TempPathFactory, fallos: list[int], salto: int
) -> None:
    carpeta = tmp_path_factory.mktemp("freno")
    ahora = [datetime(2026, 11, 22, 12, tzinfo=UTC)]

    def intentar(error: Callable[[], Exception] | None) -> str:
        try:
            with un_intento(carpeta, lambda: ahora[0]):
                if error is not None:
                    raise error()
        except EnEsperaError:
            return "espera"
        except CredencialesError:
            return "fallo"
        return "entra"

    contados = 0
    ultimo = ahora[0]
    for pasan in fallos:
        ahora[0] += timedelta(seconds=pasan)
        toca = contados == 0 or ahora[0] - ultimo >= seguridad.espera("cuenta", contados)
        assert intentar(CredencialesError) == ("fallo" if toca else "espera")
        if toca:
            contados, ultimo = contados + 1, ahora[0]
    ahora[0] += timedelta(seconds=salto)
    if abs(ahora[0] - ultimo) >= seguridad.TOPE_DE_ESPERA:
        assert intentar(None) == "entra"
        assert intentar(CredencialesError) == "fallo", "counted from the start again"


def test_a_count_that_somebody_else_wrote_keeps_nobody_out(tmp_path: Path) -> None:
    for texto in ("", "[]", "{}", '{"fallos": "x", "ultimo": 3}', '{"fallos": 9, "ultimo": "2026-01-01T00:00:00"}'):
        (tmp_path / "ingresos.json").write_text(texto, encoding="utf-8")
        with un_intento(tmp_path, lambda: datetime(2026, 11, 22, tzinfo=UTC)):
            pass
        assert not (tmp_path / "ingresos.json").exists()


def test_sets_are_left_alone(taller: Taller, nueva: Registry) -> None:
    antes = carpetas.listar(taller.carpeta)
    sin_ingreso(nueva, taller.carpeta, taller.conjunto.id)
    assert carpetas.listar(taller.carpeta) == antes


def test_work_goes_on_afterwards(taller: Taller, nueva: Registry) -> None:
    sin_ingreso(nueva, taller.carpeta, taller.conjunto.id)
    modelo = InventarioModel(nueva, lambda: SISTEMA)
    assert modelo.registrar_entrada(Pedido(1, 1)).value.id == taller.conjunto.ultimo_movimiento + 1
