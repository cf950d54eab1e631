"""What `rexus restaurar` needs besides on a server: the owner's account, and databases somewhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rexus.base.actor import SISTEMA
from rexus.base.progress import SinAvance
from rexus.base.text import contados, tr
from rexus.cli.contexto import Contexto
from rexus.cli.entrada import preguntar_secreto, secreto_de_stdin
from rexus.cli.salida import emitir_json
from rexus.db.conexion import Conexion, conexion_de

if TYPE_CHECKING:
    from rexus.respaldos import Respaldos, Restaurado
    from rexus.respaldos.destinos import Destino
    from rexus.respaldos.portatil import Llevado


def duena(contexto: Contexto, usuario: str, *, clave_stdin: bool) -> Conexion:
    """The configured connection with the account that owns the tables."""
    conexion = conexion_de(contexto.settings)
    if not usuario and not clave_stdin:
        return conexion
    cuenta = usuario or conexion.usuario
    return replace(conexion, usuario=cuenta, clave=_clave(cuenta, clave_stdin=clave_stdin), pedir_clave=None)


def terminar(contexto: Contexto, conexion: Conexion, id_: str) -> Restaurado:
    """End a restore that was cut off. Nobody can sign in then: the owner's account is the right to it."""
    from rexus.modulos import tablas  # noqa: F401 - makes every table known
    from rexus.respaldos import frase, restaurar

    registry = contexto.registry
    return restaurar.terminar(
        registry, conexion, registry.paths.backups, id_, SISTEMA, frase=frase.para_abrir(contexto.settings)
    )  # fmt: skip


def llevar(contexto: Contexto, modelo: Callable[[], Respaldos], origen: str, url: str, *, clave_stdin: bool) -> None:
    """Load a set into other databases.

    One of this home by its id, signed in. One that was brought as a folder or file without: whoever has it, and the
    account of the databases, needs no account of this home, which may not even have one yet.
    """
    from rexus.modulos import tablas  # noqa: F401 - makes every table known
    from rexus.respaldos import destinos, frase, portatil
    from rexus.respaldos.paquete import abierto

    destino = destinos.leer(url)
    if not Path(origen).exists():
        hecho = modelo().llevar(origen, _con_clave(destino, clave_stdin=clave_stdin))
    else:
        destino = _con_clave(destino, clave_stdin=clave_stdin)
        paths = contexto.paths
        with abierto(Path(origen), paths.backups, SinAvance()) as (carpeta, id_):
            hecho = portatil.llevar(carpeta, id_, destino, paths, frase=frase.para_abrir(contexto.settings))
    _decir(contexto, hecho)


def _decir(contexto: Contexto, hecho: Llevado) -> None:
    revision = hecho.revision
    if contexto.como_json:
        emitir_json(
            {
                "id": hecho.conjunto.id,
                "lugar": hecho.lugar,
                "articulos": revision.articulos,
                "movimientos": revision.movimientos,
                "eventos": revision.eventos,
                "avisos": list(revision.avisos),
            }
        )
        return
    click.echo(
        tr("El respaldo {id} quedó en {lugar}: {articulos} y {movimientos} comprobados.").format(
            id=hecho.conjunto.id,
            lugar=hecho.lugar,
            articulos=contados(revision.articulos, tr("artículo"), tr("artículos")),
            movimientos=contados(revision.movimientos, tr("movimiento"), tr("movimientos")),
        )
    )
    for aviso in revision.avisos:
        click.echo(aviso, err=True)


def _con_clave(destino: Destino, *, clave_stdin: bool) -> Destino:
    if not destino.conexion.es_servidor:
        return destino
    clave = _clave(destino.conexion.usuario, clave_stdin=clave_stdin)
    return replace(destino, conexion=replace(destino.conexion, clave=clave))


def _clave(cuenta: str, *, clave_stdin: bool) -> str:
    return secreto_de_stdin() if clave_stdin else preguntar_secreto(tr("Clave de «{usuario}»").format(usuario=cuenta))
