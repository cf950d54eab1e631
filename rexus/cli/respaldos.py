"""`rexus respaldar`, `respaldos`, `verificar-respaldo`, `restaurar`: backups from the command line."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from rexus.base.errors import RexusError
from rexus.base.text import contados, formatear_fecha, formatear_numero, fuente, iso_utc, tr
from rexus.cli.contexto import Contexto, verbo
from rexus.cli.salida import emitir_json, tabla
from rexus.db.conexion import conexion_de

if TYPE_CHECKING:
    from rexus.respaldos import Conjunto, Respaldos, Restaurado, Revision
    from rexus.respaldos.restaurar import Recuperado

_MB: Final = 1 << 20

_DESDE: Final = click.option(
    "--desde",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help=tr("Buscar los respaldos en esta carpeta (un disco USB, una carpeta de red) y no en la del programa."),
)


@click.command(help=tr("Hacer un respaldo, comprobado. Con la variable REXUS_RESPALDO_FRASE, cifrado con esa frase."))
@click.argument("tipo", type=click.Choice(["completo", "incremental"]), default="completo")
@click.option("--portatil", is_flag=True, help=tr("Uno completo que se pueda llevar a otro motor."))
@click.option(
    "--a",
    "archivo",
    type=click.Path(path_type=Path, dir_okay=False),
    help=tr("Con --portatil: dejar además el respaldo en este archivo .tar, para llevarlo."),
)
@click.option(
    "--en-servidor",
    default="",
    metavar="CARPETA",
    help=tr("SQL Server: guardar además su propio respaldo en esta carpeta de su disco."),
)
@verbo
def respaldar(contexto: Contexto, tipo: str, portatil: bool, archivo: Path | None, en_servidor: str) -> None:
    """Make a set and tell it. Every full set can be carried; `--portatil` says so and makes no other."""
    if (portatil and tipo == "incremental") or (archivo is not None and not portatil):
        raise click.UsageError(tr("--portatil es para un respaldo completo, y --a va con --portatil."))
    modelo = _modelo(contexto, hacer=True)
    # What the set is made for is asked first: one that nobody can take away would stay behind.
    if archivo is not None:
        modelo.exigir_exportable(archivo)
    if en_servidor:
        modelo.exigir_del_servidor()
    hecho = modelo.incremental() if tipo == "incremental" else modelo.completo(con_nativo=not portatil)
    try:
        if archivo is not None:
            modelo.exportar(hecho.id, archivo)
        del_servidor = modelo.en_el_servidor(hecho.id, en_servidor) if en_servidor else []
    except RexusError:
        click.echo(
            tr("El respaldo {id} se hizo y quedó en {lugar}.").format(id=hecho.id, lugar=hecho.ubicacion), err=True
        )
        raise
    if contexto.como_json:
        emitir_json(documento(hecho))
        return
    if hecho.tipo != tipo:
        click.echo(tr("No hay un respaldo completo en el que apoyarse, o cambió demasiado: se hizo uno completo."))
    click.echo(
        tr("Respaldo {id}: {mb} MB, {movimientos}, comprobado. Quedó en {lugar}.").format(
            id=hecho.id,
            mb=_mb(hecho.bytes),
            movimientos=contados(hecho.movimientos, tr("movimiento"), tr("movimientos")),
            lugar=hecho.ubicacion,
        )
    )
    if archivo is not None:
        click.echo(tr("Copia para llevar: {archivo}.").format(archivo=archivo))
    for suyo in del_servidor:
        click.echo(tr("En el servidor: {archivo}.").format(archivo=suyo))


@click.command(help=tr("Los respaldos que hay, del más nuevo al más viejo."))
@_DESDE
@verbo
def respaldos(contexto: Contexto, desde: Path | None) -> None:
    """Print the whole sets; what only looks like one, or was found altered, is told on stderr."""
    from rexus.cli import rescate
    from rexus.respaldos import Conjunto, carpeta, estado

    origen = desde or contexto.paths.backups
    # Whoever cannot sign in has to know what there is to go back to, and may look into the folder anyway.
    hallados = carpeta.mirar(origen) if rescate.nadie_puede_entrar(contexto) else _modelo(contexto, desde=desde).mirar()
    suertes = estado.leer(origen)
    enteros, malos = [], []
    for hallado in hallados:
        porque = estado.falla_de(hallado, suertes) if isinstance(hallado, Conjunto) else hallado.porque
        if isinstance(hallado, Conjunto) and not porque:
            enteros.append(hallado)
        else:
            malos.append((hallado.id, porque))
    if contexto.como_json:
        emitir_json([documento(uno) for uno in enteros])
    elif enteros:
        tabla([_fila(uno) for uno in enteros], {nombre: tr(titulo) for nombre, titulo in _COLUMNAS.items()})
    else:
        click.echo(tr("No hay respaldos en {carpeta}.").format(carpeta=origen))
    for id_, porque in malos:
        click.echo(tr("No sirve «{id}»: {porque}").format(id=id_, porque=porque), err=True)


@click.command("verificar-respaldo", help=tr("Comprobar que un respaldo está entero y que lo que guarda es verdadero."))
@click.argument("id_", metavar="ID")
@_DESDE
@verbo
def verificar_respaldo(contexto: Contexto, id_: str, desde: Path | None) -> None:
    """Prove a set as it lies there; refused when it is not whole."""
    hecha = _modelo(contexto, desde=desde).verificar(id_)
    if contexto.como_json:
        emitir_json({"ok": True, **documento(hecha.conjunto), **_cuenta(hecha)})
    else:
        click.echo(
            tr("El respaldo {id} está entero: {cuenta}.").format(id=hecha.conjunto.id, cuenta=_en_palabras(hecha))
        )
        _avisar(hecha)


@click.command(help=tr("Volver a un respaldo: en lugar de las bases de ahora o, con --a, en una carpeta aparte."))
@click.argument("id_", metavar="ID")
@click.option(
    "--a",
    "destino",
    type=click.Path(path_type=Path, file_okay=False),
    help=tr("Dejar las tres bases en esta carpeta, vacía o nueva, y no tocar las de ahora."),
)
@_DESDE
@click.option("--portatil", is_flag=True, help=tr("Llevarlo a otras bases, vacías. También una carpeta o un .tar."))
@click.option(
    "--motor", "url", default="", metavar="URL", help=tr("Con --portatil: a dónde («postgresql://CUENTA@…»).")
)
@click.option("--usuario", default="", help=tr("En un servidor: la cuenta dueña de las tablas; si no, la configurada."))
@click.option("--clave-stdin", is_flag=True, help=tr("Leer la clave de esa cuenta de la entrada estándar."))
@click.option("--terminar", is_flag=True, help=tr("En un servidor: terminar una restauración que se cortó a medias."))
@click.option(
    "--con-configuracion",
    is_flag=True,
    help=tr("También la configuración de este equipo: su conexión y sus carpetas. La de ahora queda en «.bak»."),
)
@verbo
def restaurar(
    contexto: Contexto,
    id_: str,
    destino: Path | None,
    desde: Path | None,
    portatil: bool,
    url: str,
    usuario: str,
    clave_stdin: bool,
    terminar: bool,
    con_configuracion: bool,
) -> None:
    """Restore a set: into a folder, into databases of another engine, or in place of what is there."""
    from rexus.cli import rescate
    from rexus.cli import respaldos_servidor as servidor

    if portatil != bool(url) or (portatil and destino) or (terminar and (portatil or destino)):
        raise click.UsageError(tr("--portatil va con --motor URL; --a y --terminar, sin ellos."))
    if con_configuracion and (portatil or destino or terminar):
        raise click.UsageError(tr("--con-configuracion es para restaurar en lugar de las bases de ahora."))
    # Asked now: whoever signs in makes the file. A machine that has none of its own loses nothing.
    con_configuracion = con_configuracion or not contexto.paths.settings_file.exists()
    en_servidor = conexion_de(contexto.settings).es_servidor
    if portatil:
        servidor.llevar(contexto, lambda: _modelo(contexto, desde=desde), id_, url, clave_stdin=clave_stdin)
        return
    duena = None
    if destino is None and en_servidor:
        duena = servidor.duena(contexto, usuario, clave_stdin=clave_stdin)
        if terminar:
            _decir_restaurado(contexto, servidor.terminar(contexto, duena, id_))
            return
    if destino is None and rescate.nadie_puede_entrar(contexto):
        recuperado = rescate.restaurar(contexto, desde or contexto.paths.backups, id_)
        _decir_restaurado(contexto, recuperado.restaurado, recuperado)
        return
    modelo = _modelo(contexto, desde=desde)
    if destino is not None:
        hecha = modelo.restaurar_en(id_, destino)
        if contexto.como_json:
            emitir_json({**documento(hecha.conjunto), **_cuenta(hecha), "destino": str(destino.absolute())})
        else:
            frase = tr("Las bases del respaldo {id} quedaron en {destino}: {cuenta}.")
            click.echo(frase.format(id=hecha.conjunto.id, destino=destino, cuenta=_en_palabras(hecha)))
            _avisar(hecha)
        return
    if otros := modelo.otros_puestos(contexto.settings):
        # Before anything is touched; who has no terminal to stop it in reads it all the same.
        click.echo(otros, err=True)
    _decir_restaurado(contexto, modelo.restaurar(id_, duena=duena, con_configuracion=con_configuracion))


def _decir_restaurado(contexto: Contexto, restaurado: Restaurado, recuperado: Recuperado | None = None) -> None:
    """`recuperado`: nobody could sign in before."""
    if contexto.como_json:
        sin_ingreso = {} if recuperado is None else {"administradores": list(recuperado.administradores)}
        emitir_json(
            {
                **documento(restaurado.conjunto),
                **_cuenta(restaurado.revision),
                "resguardo": None if restaurado.resguardo is None else restaurado.resguardo.id,
                "apartadas": None if restaurado.apartadas is None else str(restaurado.apartadas),
                "configuracion": None if restaurado.configuracion is None else asdict(restaurado.configuracion),
                **sin_ingreso,
            }
        )
        return
    click.echo(
        tr("Se restauró el respaldo {id}: {cuenta}.").format(
            id=restaurado.conjunto.id, cuenta=_en_palabras(restaurado.revision)
        )
    )
    if restaurado.resguardo is not None:
        click.echo(tr("Lo que había antes quedó en el respaldo {id}.").format(id=restaurado.resguardo.id))
    elif restaurado.apartadas is not None:
        click.echo(tr("Lo que había antes estaba dañado; quedó en {lugar}.").format(lugar=restaurado.apartadas))
    if restaurado.configuracion is not None:
        click.echo(restaurado.configuracion.frase, err=bool(restaurado.configuracion.falla))
    if recuperado is not None:
        click.echo(recuperado.quien_entra)
    _avisar(restaurado.revision)


def documento(conjunto: Conjunto) -> dict[str, Any]:
    """A set as programs read it."""
    return {
        "id": conjunto.id,
        "tipo": conjunto.tipo,
        "fecha": iso_utc(conjunto.fecha),
        "bytes": conjunto.bytes,
        "verificado": iso_utc(conjunto.verificado),
        "base": conjunto.base,
        "archivos": [{"nombre": a.nombre, "bytes": a.bytes, "sha256": a.sha256} for a in conjunto.archivos],
        "motivo": conjunto.motivo,
        "movimientos": conjunto.movimientos,
        "motor": conjunto.motor,
        "cifrado": conjunto.cifrado,
        "ubicacion": str(conjunto.ubicacion),
    }


_COLUMNAS: Final = fuente(
    {
        "id": "Respaldo",
        "tipo": "Tipo",
        "fecha": "Fecha (UTC)",
        "mb": "MB",
        "movimientos": "Movimientos",
        "cifrado": "Cifrado",
        "base": "Se apoya en",
        "motivo": "Motivo",
    }
)


def _fila(conjunto: Conjunto) -> dict[str, Any]:
    from rexus.respaldos import motivos

    return {
        "id": conjunto.id,
        "tipo": conjunto.tipo,
        "fecha": formatear_fecha(conjunto.fecha),
        "mb": _mb(conjunto.bytes),
        "movimientos": conjunto.movimientos,
        "cifrado": tr("sí") if conjunto.cifrado else tr("no"),
        "base": conjunto.base,
        "motivo": motivos.en_palabras(conjunto.motivo),
    }


def _cuenta(hecha: Revision) -> dict[str, Any]:
    return {"articulos": hecha.articulos, "eventos": hecha.eventos, "avisos": list(hecha.avisos)}


def _en_palabras(hecha: Revision) -> str:
    return tr("{articulos}, {movimientos} y {eventos} comprobados").format(
        articulos=contados(hecha.articulos, tr("artículo"), tr("artículos")),
        movimientos=contados(hecha.movimientos, tr("movimiento"), tr("movimientos")),
        eventos=contados(hecha.eventos, tr("evento"), tr("eventos")),
    )


def _avisar(hecha: Revision) -> None:
    for aviso in hecha.avisos:
        click.echo(aviso, err=True)


def _mb(bytes_: int) -> str:
    return formatear_numero(-(-bytes_ // _MB))


def _modelo(contexto: Contexto, *, hacer: bool = False, desde: Path | None = None) -> Respaldos:
    from rexus.modulos import tablas  # noqa: F401 - makes every table known
    from rexus.respaldos import Respaldos, frase

    actor = contexto.actor
    dada = frase.para_cifrar(contexto.settings) if hacer else frase.para_abrir(contexto.settings)
    return Respaldos(contexto.registry, lambda: actor, dada, desde=desde)
