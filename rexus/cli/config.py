"""`rexus config …`: every setting, with the database and without it.

Keys of this machine need no sign-in and open no connection, nor does looking at what is pending.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rexus.base.text import tr, tr_en_contexto
from rexus.cli.config_cambios import aplicar, cambiar, guardar_secreto, quitar_secreto
from rexus.cli.config_importar import mostrar
from rexus.cli.config_mesa import ORIGENES, Mesa, declarada, ficha, legible
from rexus.cli.config_sincronizar import llevar
from rexus.cli.contexto import Contexto, verbo
from rexus.cli.salida import SALIDA, emitir_json, tabla
from rexus.settings import CATEGORIAS, SCHEMA, values

# A value may begin with a minus.
_VALORES = {"ignore_unknown_options": True}


@click.group(help=tr("Ver y cambiar la configuración."))
def config() -> None:
    """The verbs on settings."""


@config.command("listar", help=tr("Los ajustes, su valor y de dónde viene cada uno."))
@click.option("--categoria", type=click.Choice([c.id for c in CATEGORIAS]), help=tr("Solo los de una categoría."))
@verbo
def listar(contexto: Contexto, categoria: str | None) -> None:
    """What no screen shows is not listed either."""
    mesa = Mesa(contexto)
    paginas = [(c, s) for c in CATEGORIAS if categoria in (None, c.id) for s in c.claves]
    mesa.al_dia([setting.clave for _, setting in paginas])
    fichas = [{"categoria": pagina.id, **ficha(mesa.settings, setting)} for pagina, setting in paginas]
    if contexto.como_json:
        emitir_json(fichas)
        return
    filas = [
        {
            "clave": f["clave"],
            "valor": tr("(no se muestra)") if f["secreta"] else legible(f["valor"]) if f["valor"] != "" else "",
            "origen": tr(ORIGENES[f["origen"]]) if f["origen"] else "",
            "nota": _nota(f),
        }
        for f in fichas
    ]
    tabla(
        filas,
        {
            "clave": tr_en_contexto("name of a setting", "Clave"),
            "valor": tr("Valor"),
            "origen": tr("Origen"),
            "nota": "",
        },
    )


def _nota(hallada: dict[str, Any]) -> str:
    if hallada["conflicto"]:
        return tr("en conflicto")
    # Where the value comes from says it already, unless the environment dictates another one.
    return tr("pendiente") if hallada["pendiente"] and hallada["origen"] != "pendiente" else ""


@config.command("ver", help=tr("Un ajuste: su valor, de dónde viene y qué significa."))
@click.argument("clave")
@verbo
def ver(contexto: Contexto, clave: str) -> None:
    """One key. Of a password only where it comes from is said."""
    setting = declarada(clave)
    mesa = Mesa(contexto)
    mesa.al_dia([clave])
    hallada = ficha(mesa.settings, setting)
    if setting.secreta:
        hallada["origen"] = mesa.settings.origen_secreto(clave)
    if contexto.como_json:
        emitir_json(hallada)
        return
    valor = tr("(no se muestra)") if setting.secreta else legible(hallada["valor"])
    origen = tr(ORIGENES[hallada["origen"]]) if hallada["origen"] else tr("no está definida")
    click.echo(f"{clave} = {valor}")
    click.echo(f"{tr(setting.etiqueta)}. {tr(setting.ayuda)}".strip())
    dicho = tr("Origen: {origen}.").format(origen=origen)
    if not setting.secreta and hallada["origen"] != "fabrica":
        dicho = f"{dicho} {tr('De fábrica: {fabrica}').format(fabrica=legible(hallada['fabrica']))}"
    click.echo(dicho)
    if hallada["variable"]:
        click.echo(tr("Lo fija la variable {variable}.").format(variable=hallada["variable"]))
    if hallada["conflicto"]:
        click.echo(tr("Tiene un cambio pendiente en conflicto: «rexus config pendientes»."))
    elif hallada["pendiente"]:
        click.echo(tr("Es un cambio pendiente: todavía no está en la base."))


@config.command(
    "poner", context_settings=_VALORES, help=tr("Cambiar un ajuste. Una clave secreta se lee de la entrada.")
)
@click.argument("clave")
@click.argument("valor", required=False)
@verbo
def poner(contexto: Contexto, clave: str, valor: str | None) -> None:
    """Without the database a shared key becomes pending, and it is said."""
    setting = declarada(clave)
    if setting.secreta:
        if valor is not None:
            raise click.UsageError(tr("Lo secreto no se escribe en la orden: se lee de la entrada estándar."))
        guardar_secreto(contexto, clave)
    elif valor is None:
        raise click.UsageError(tr("Falta el valor."))
    else:
        cambiar(contexto, clave, values.parse(setting, valor))


@config.command("quitar", help=tr("Volver un ajuste a su valor de fábrica."))
@click.argument("clave")
@verbo
def quitar(contexto: Contexto, clave: str) -> None:
    """A password is taken out of the keyring."""
    if declarada(clave).secreta:
        quitar_secreto(contexto, clave)
    else:
        cambiar(contexto, clave, None)


@config.command("exportar", help=tr("Toda la configuración en un archivo JSON, sin claves secretas."))
@click.argument("archivo", required=False, type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@verbo
def exportar(contexto: Contexto, archivo: Path | None) -> None:
    """To the standard output without a file."""
    from rexus.configuracion import asentar
    from rexus.configuracion import exportar as documento
    from rexus.intercambio.reemplazo import archivo_nuevo

    mesa = Mesa(contexto)
    mesa.al_dia(list(SCHEMA))
    contenido = documento(mesa.settings)
    actor, _sin_base = mesa.entrar()
    quien = (mesa.registry, lambda: actor) if actor is not None else (None, None)
    if archivo is None or str(archivo) == "-":
        asentar(mesa.settings, SALIDA, *quien)
        click.echo(contenido, nl=False)
        return
    with archivo_nuevo(archivo, lambda: asentar(mesa.settings, archivo.name, *quien)) as salida:
        salida.write(contenido)
    if contexto.como_json:
        emitir_json({"archivo": str(archivo)})
    else:
        click.echo(tr("Configuración exportada a {archivo}.").format(archivo=archivo))


@config.command("importar", help=tr("Traer la configuración de un archivo JSON de Rexus o del programa anterior."))
@click.argument("archivo", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--simular", is_flag=True, help=tr("Solo decir qué cambiaría."))
@click.option("--parcial", is_flag=True, help=tr("Traer lo que sirve aunque haya valores que no caben."))
@verbo
def importar(contexto: Contexto, archivo: Path, simular: bool, parcial: bool) -> int:
    """First what it would change, then the change: nothing if any value does not fit, unless asked for."""
    from rexus.configuracion import leer_documento, planear

    documento = leer_documento(archivo)
    mesa = Mesa(contexto)
    mesa.al_dia(list(SCHEMA))
    plan = planear(mesa.settings, documento)
    rechazado = bool(plan.no_caben) and not parcial
    hecho = None
    if plan.cambios and not simular and not rechazado:
        with mesa.entre_respaldos("importar la configuración"):
            hecho = aplicar(mesa, plan.valores())
    mostrar(contexto, plan, hecho)
    return 1 if rechazado or (hecho is not None and hecho.conflictos) else 0


@config.command("pendientes", help=tr("Los cambios que esperan a la base."))
@click.option("--descartar", "descartadas", multiple=True, metavar="CLAVE", help=tr("Deshacer el cambio de una clave."))
@verbo
def pendientes(contexto: Contexto, descartadas: tuple[str, ...]) -> None:
    """Read from this machine's file; nothing is asked of the database."""
    from rexus.base.errors import NoEncontradoError
    from rexus.configuracion import instalacion, no_aplicable
    from rexus.db.conexion import conexion_de

    mesa = Mesa(contexto)
    aqui = instalacion(conexion_de(mesa.settings))
    mesa.settings.usar_base(aqui)
    esperan = mesa.settings.pendientes()
    for clave in descartadas:
        if clave not in esperan:
            raise NoEncontradoError(tr("No hay ningún cambio pendiente de «{clave}».").format(clave=clave))
    mesa.settings.retirar({clave: esperan[clave] for clave in descartadas})
    filas = [
        {
            "clave": clave,
            "valor": pendiente.valor,
            "base": pendiente.base,
            "quien": pendiente.quien,
            "cuando": pendiente.cuando,
            "conflicto": clave in mesa.settings.en_conflicto(),
            "motivo": no_aplicable(clave, pendiente, aqui),
        }
        for clave, pendiente in mesa.settings.pendientes().items()
    ]
    if contexto.como_json:
        emitir_json(filas)
    elif filas:
        visibles = [
            {
                **f,
                "valor": legible(f["valor"]),
                "base": legible(f["base"]),
                "motivo": f["motivo"] or (tr("en conflicto") if f["conflicto"] else ""),
            }
            for f in filas
        ]
        tabla(
            visibles,
            {
                "clave": tr_en_contexto("name of a setting", "Clave"),
                "valor": tr("Cambio pendiente"),
                "base": tr("En lugar de"),
                "quien": tr("Quién"),
                "cuando": tr("Cuándo (UTC)"),
                "motivo": "",
            },
        )
        if any(f["conflicto"] for f in filas):
            click.echo(tr("En un conflicto: «rexus config sincronizar --mio CLAVE» o «--suyo CLAVE»."))
    else:
        click.echo(tr("No hay cambios pendientes."))


@config.command("sincronizar", help=tr("Llevar a la base los cambios pendientes y traer lo que cambió."))
@click.option("--mio", "mios", multiple=True, metavar="CLAVE", help=tr("En un conflicto, dejar el valor de aquí."))
@click.option("--suyo", "suyos", multiple=True, metavar="CLAVE", help=tr("En un conflicto, dejar el de la base."))
@verbo
def sincronizar(contexto: Contexto, mios: tuple[str, ...], suyos: tuple[str, ...]) -> int:
    """All pending changes, whoever made them: who signs in answers for them. 1 when a conflict is left."""
    return llevar(contexto, mios, suyos)
