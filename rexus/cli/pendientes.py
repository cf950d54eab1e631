"""`rexus pendientes`: what needs attention today, as the start page tells it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from rexus.base.text import contados, formatear_fecha, formatear_numero, fuente, tr
from rexus.cli.contexto import Contexto, verbo
from rexus.cli.salida import emitir_json, tabla

if TYPE_CHECKING:
    from rexus.modulos.inicio.domain import Panorama
    from rexus.stock.disputas import Disputado


@click.command(
    help=tr("Qué pide atención hoy: obras sin material, artículos bajo mínimo, pedidos atrasados, respaldos.")
)
@verbo
def pendientes(contexto: Contexto) -> None:
    """Only what the actor may see; what may not be seen is null in JSON."""
    from rexus.modulos import tablas  # noqa: F401 - makes every table known
    from rexus.modulos.inicio.model import InicioModel
    from rexus.settings.zona import zona_horaria

    actor = contexto.actor
    zona = zona_horaria(contexto.settings)
    panorama = InicioModel(contexto.registry, lambda: actor, contexto.settings, zona).panorama()
    if contexto.como_json:
        emitir_json(_documento(panorama))
        return
    if panorama.obras is not None:
        click.echo(contados(len(panorama.obras), tr("obra sin material"), tr("obras sin material")))
        columnas = fuente({"codigo": "Obra", "nombre": "Nombre", "faltan": "Faltan"})
        _tabla([_obra(obra) for obra in panorama.obras], columnas)
    if panorama.disputas:
        from rexus.modulos.inicio.domain import en_disputa

        click.echo(en_disputa(panorama.disputas))
        columnas = fuente(
            {"codigo": "Código", "descripcion": "Descripción", "disponible": "Disponible", "esperan": "Esperan"}
        )
        _tabla([_disputado(d) for d in panorama.disputas], columnas)
    for bajos in panorama.bajos or ():
        palabras = {
            "perfil": (tr("perfil bajo mínimo"), tr("perfiles bajo mínimo")),
            "herraje": (tr("herraje bajo mínimo"), tr("herrajes bajo mínimo")),
        }
        click.echo(contados(bajos.hallado.cuantos, *palabras[bajos.hallado.clase]))
        columnas = fuente(
            {"codigo": "Código", "descripcion": "Descripción", "stock_actual": "Stock", "stock_minimo": "Mínimo"}
        )
        _tabla([asdict(articulo) for articulo in bajos.hallado.peores], columnas)
    if panorama.pedidos is not None:
        click.echo(contados(len(panorama.pedidos), tr("pedido atrasado"), tr("pedidos atrasados")))
        columnas = fuente({"numero": "Número", "proveedor": "Proveedor", "esperado": "Se esperaba", "dias": "Días"})
        _tabla([asdict(pedido) for pedido in panorama.pedidos], columnas)
    if panorama.respaldo is not None:
        ultimo = panorama.respaldo.ultimo
        cuando = tr("ninguno") if ultimo is None else formatear_fecha(ultimo, zona)
        click.echo(panorama.respaldo.falla or tr("Último respaldo: {cuando}").format(cuando=cuando))


def _tabla(filas: list[dict[str, Any]], columnas: dict[str, str]) -> None:
    if filas:
        tabla(filas, {clave: tr(titulo) for clave, titulo in columnas.items()})


def _obra(obra: Any) -> dict[str, Any]:
    from rexus.modulos.inicio.domain import por_que

    return {"codigo": obra.codigo, "nombre": obra.nombre, "faltan": por_que(obra)}


def _disputado(disputado: Disputado) -> dict[str, Any]:
    esperan = ", ".join(f"{t.obra} {formatear_numero(t.cantidad)}" for t in disputado.esperan)
    return {**asdict(disputado), "esperan": esperan}


def _documento(panorama: Panorama) -> dict[str, Any]:
    def filas(hallados: Any) -> Any:
        return None if hallados is None else [asdict(hallado) for hallado in hallados]

    respaldo = panorama.respaldo
    return {
        "obras": filas(panorama.obras),
        "disputas": None if panorama.obras is None else filas(panorama.disputas),
        "bajo_minimo": None if panorama.bajos is None else [asdict(b.hallado) for b in panorama.bajos],
        "pedidos": filas(panorama.pedidos),
        "respaldo": None if respaldo is None else asdict(respaldo),
    }
