"""Reading and changing the configuration that the workshop shares, in the database."""

from __future__ import annotations

import platform
from typing import Any

from sqlalchemy import insert, select, update

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import DatoInvalidoError
from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.configuracion import codec
from rexus.configuracion.datos import Cambio, Fila
from rexus.configuracion.errors import ConfiguracionCambiadaError
from rexus.configuracion.orm import LARGO_VALOR, ConfiguracionCambio, ConfiguracionSistema
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.settings import SCHEMA, Setting, values

log = get_logger(__name__)

MODULO = "configuracion"
VER = f"{MODULO}.ver"
MODIFICAR = f"{MODULO}.modificar"
# The lookup that a change makes stale, and the kind of the change.
ETIQUETA = "configuracion"

_COLUMNAS: tuple[Any, ...] = (
    ConfiguracionSistema.clave,
    ConfiguracionSistema.valor,
    ConfiguracionSistema.version,
    ConfiguracionSistema.usuario_modificacion,
    ConfiguracionSistema.fecha_modificacion,
)


def vigentes(work: Work) -> dict[str, Any]:
    """The value of every key that has one. Needs no permission: no seat can run without them, whoever signs in."""
    columnas = (ConfiguracionSistema.clave, ConfiguracionSistema.valor)
    filas = work.connection.execute(select(*columnas).where(ConfiguracionSistema.valor.is_not(None)))
    return {clave: codec.de_texto(clave, valor) for clave, valor in filas}


def leer(work: Work) -> dict[str, Fila]:
    """Every key that was ever changed, with who changed it last. Needs `configuracion.ver`."""
    exigir(work.actor, VER)
    return filas(work)


def poner(work: Work, clave: str, valor: Any, version: int | None = None) -> Result[Fila]:
    """Give a key a value. Needs `configuracion.modificar`.

    `version` is that of the row the change was based on, 0 for none; another one there raises
    ConfiguracionCambiadaError, which carries the row. None asks for no such proof. Raises DatoInvalidoError when the
    value does not fit, KeyError for an unknown key, ValueError for one that the workshop does not share.
    """
    exigir(work.actor, MODIFICAR)
    return _cambiar(work, _compartida(clave), values.check(SCHEMA[clave], valor), version)


def quitar(work: Work, clave: str, version: int | None = None) -> Result[Fila]:
    """Take a key back to the factory's value. As `poner`."""
    exigir(work.actor, MODIFICAR)
    return _cambiar(work, _compartida(clave), None, version)


def historial(work: Work, clave: str | None = None, limite: int = 200) -> list[Cambio]:
    """The changes of a key, or of all, newest first. Needs `configuracion.ver`."""
    exigir(work.actor, VER)
    tabla = ConfiguracionCambio
    consulta = (
        select(tabla.clave, tabla.antes, tabla.despues, tabla.usuario, tabla.equipo, tabla.fecha)
        .order_by(tabla.id.desc())
        .limit(limite)
    )
    if clave is not None:
        consulta = consulta.where(tabla.clave == clave)
    return [
        Cambio(c, codec.de_texto(c, antes), codec.de_texto(c, despues), usuario, equipo, fecha, "empresa")
        for c, antes, despues, usuario, equipo, fecha in work.connection.execute(consulta)
    ]


def filas(work: Work) -> dict[str, Fila]:
    """The rows by key, for operations that have asked for their permission."""
    return {
        clave: Fila(clave, codec.de_texto(clave, valor), version, usuario, fecha)
        for clave, valor, version, usuario, fecha in work.connection.execute(select(*_COLUMNAS))
    }


def _cambiar(work: Work, setting: Setting, valor: Any, version: int | None) -> Result[Fila]:
    clave, texto = setting.clave, codec.a_texto(valor)
    if texto is not None and len(texto) > LARGO_VALOR:
        motivo = tr("es demasiado largo")
        raise DatoInvalidoError(f"«{clave}» {motivo}.", campos={clave: motivo})
    antes = filas(work).get(clave)
    if version is not None and version != (antes.version if antes else 0):
        raise ConfiguracionCambiadaError(clave, antes)
    if codec.mismo(antes.valor if antes else None, valor):
        return Result(antes or Fila(clave, None, 0, "", work.now()), NOTHING)
    fila = Fila(clave, valor, (antes.version if antes else 0) + 1, work.actor.usuario, work.now())
    _escribir(work, setting, fila, texto)
    _recordar(work, fila, antes)
    work.invalidar(ETIQUETA)
    return Result(fila, Change.of(ETIQUETA))


def _escribir(work: Work, setting: Setting, fila: Fila, texto: str | None) -> None:
    datos = {
        "valor": texto,
        "tipo_dato": setting.tipo,
        "version": fila.version,
        "usuario_modificacion": fila.usuario,
        "fecha_modificacion": fila.fecha,
    }
    tabla = ConfiguracionSistema
    if fila.version == 1:
        # Another seat that does the same at this moment breaks the unique key; the unit then runs again and sees it.
        work.connection.execute(insert(tabla), {"categoria": setting.categoria, "clave": fila.clave, **datos})
        return
    hecho = work.connection.execute(
        update(tabla).where(tabla.clave == fila.clave, tabla.version == fila.version - 1).values(**datos)
    )
    if hecho.rowcount == 0:
        raise ConfiguracionCambiadaError(fila.clave, filas(work).get(fila.clave))


def _recordar(work: Work, fila: Fila, antes: Fila | None) -> None:
    """The key's own history, and the entry for the audit trail."""
    anterior = antes.valor if antes else None
    work.connection.execute(
        insert(ConfiguracionCambio),
        {
            "clave": fila.clave,
            "antes": codec.a_texto(anterior),
            "despues": codec.a_texto(fila.valor),
            "usuario": fila.usuario,
            "equipo": platform.node()[:255],
            "fecha": fila.fecha,
        },
    )
    work.anotar(
        MODULO,
        "restaurar" if fila.valor is None else "modificar",
        "configuracion_sistema",
        fila.clave,
        antes={"valor": anterior},
        despues={"valor": fila.valor},
    )


def _compartida(clave: str) -> Setting:
    setting = SCHEMA[clave]
    if setting.alcance != "empresa" or setting.secreta:
        raise ValueError(f"{clave} does not live in the database")
    return setting
