"""`rexus pedido`: ordering what is missing, and taking in what arrives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import contados, formatear_fecha, formatear_numero, fuente, tr
from rexus.cli.contexto import Contexto, verbo, verbo_que_escribe
from rexus.cli.faltantes import elegidas, obras_de
from rexus.cli.fechas import Dia
from rexus.cli.lineas import claves_de, con_lineas, lugar_de, pares
from rexus.cli.papeles import pdf, xlsx
from rexus.cli.salida import emitir_json, tabla
from rexus.settings.zona import zona_horaria

if TYPE_CHECKING:
    from rexus.stock.faltantes import Faltante
    from rexus.stock.pedidos import LineaVista
    from rexus.stock.pedir_faltantes import PedidosHechos

_CLAVE = tr("UUID del intento: repetirlo no hace nada más.")
_LINEA = fuente(
    {
        "codigo": "Código",
        "descripcion": "Descripción",
        "cantidad": "Pedidas",
        "recibidas": "Recibidas",
        "rechazadas": "Rechazadas",
        "de_mas": "De más",
        "pendiente": "Por llegar",
        "precio": "Precio",
        "total": "Total",
    }
)


@click.group(help=tr("Pedidos de compra: hacerlos, enviarlos, recibirlos, anularlos."))
def pedido() -> None:
    """The verbs on purchase orders."""


@pedido.command("crear", help=tr("Pedir lo que falta, un pedido por proveedor; o las líneas que se digan."))
@con_lineas
@elegidas
@click.option("--borrador", is_flag=True, help=tr("Dejarlo sin enviar."))
@click.option("--fecha-prometida", type=Dia("siguiente"), help=tr("31/01/2026, 31/1, hoy, mañana, +7 o AAAA-MM-DD."))
@click.option("--observaciones", default="", help=tr("Observaciones."))
@click.option("--clave", help=_CLAVE)
@verbo_que_escribe
def crear(
    contexto: Contexto,
    lineas: tuple[str, ...],
    opciones: tuple[str, ...],
    obras: tuple[str, ...],
    proveedor: str | None,
    con_minimos: bool | None,
    borrador: bool,
    fecha_prometida: str | None,
    observaciones: str,
    clave: str | None,
) -> None:
    """Lines are «CODIGO=CANTIDAD» or «CODIGO=CANTIDAD@PRECIO», and need their supplier."""
    from rexus.stock import pedidos
    from rexus.stock.borradores import aviso_de_otros, otros_con_lo_mismo
    from rexus.stock.pedir_faltantes import pedir_faltantes

    elegidas = obras_de(contexto, obras)
    comunes = {"enviar": not borrador, "fecha_prometida": fecha_prometida, "clave": clave}
    textos = (*lineas, *opciones)
    if textos:
        if proveedor is None:
            raise click.UsageError(tr("Falta --proveedor: a quién se piden esas líneas."))
        pedidas = _lineas(contexto, textos)
        ficha = contexto.escribir(
            pedidos.crear, proveedor, pedidas, obras_que_esperan=elegidas or (), observaciones=observaciones, **comunes
        )
        hechos: list[Any] = [ficha]
        sin_proveedor: tuple[Any, ...] = ()
    else:
        hecho = contexto.escribir(pedir_faltantes, elegidas, con_minimos=con_minimos, proveedor=proveedor, **comunes)
        hechos, sin_proveedor = list(hecho.pedidos), hecho.sin_proveedor
        if not hechos:
            raise _nada_que_pedir(hecho)
        if hecho.en_borrador:
            click.echo(_ya_en_borrador(hecho.en_borrador), err=True)
    for ficha in hechos if borrador else ():
        if otros := contexto.leer(otros_con_lo_mismo, [ficha.id]):
            click.echo(f"{ficha.numero}: {aviso_de_otros(otros)}", err=True)
    documentos = [_documento(contexto, ficha) for ficha in hechos]
    if contexto.como_json:
        unico = documentos[0] if len(documentos) == 1 else {}
        emitir_json({**unico, "pedidos": documentos, "sin_proveedor": [f.codigo for f in sin_proveedor]})
        return
    for documento in documentos:
        _mostrar(contexto, documento)
    if sin_proveedor:
        codigos = ", ".join(f.codigo for f in sin_proveedor)
        click.echo(tr("Sin proveedor, no se pidieron: {codigos}").format(codigos=codigos), err=True)


@pedido.command("listar", help=tr("Los pedidos, del más nuevo al más viejo."))
@click.option("--estado", "estados", multiple=True, help=tr("Solo los de ese estado; se puede repetir."))
@verbo
def listar(contexto: Contexto, estados: tuple[str, ...]) -> None:
    """All of them unless filtered."""
    from rexus.stock import pedidos

    documento = [asdict(p) for p in contexto.leer(pedidos.listar, estados=estados)]
    if contexto.como_json:
        emitir_json(documento)
    elif documento:
        palabras = pedidos.rotulos()
        documento = [{**d, "estado": palabras[d["estado"]]} for d in documento]
        columnas = {
            "numero": tr("Número"), "proveedor": tr("Proveedor"), "estado": tr("Estado"), "fecha": tr("Fecha"),
            "fecha_prometida": tr("Prometido"), "total": tr("Total"),
        }  # fmt: skip
        tabla(documento, columnas, dinero=("total",), zona=zona_horaria(contexto.settings))
    else:
        click.echo(tr("No hay pedidos."))


@pedido.command("ver", help=tr("Un pedido con sus líneas y lo que llegó."))
@click.argument("numero")
@verbo
def ver(contexto: Contexto, numero: str) -> None:
    """By its number, «PC-000123» or «123»."""
    from rexus.stock import pedidos

    _emitir(contexto, contexto.leer(pedidos.ver, _pedido(contexto, numero)))


@pedido.command("enviar", help=tr("El borrador se envió: cuenta como pedido."))
@click.argument("numero")
@verbo_que_escribe
def enviar(contexto: Contexto, numero: str) -> None:
    """From now on it is on order; that it is more than is missing is told on the standard error."""
    from rexus.stock import borradores, pedidos

    pedido_id = _pedido(contexto, numero)
    sobrantes = contexto.leer(borradores.de_mas, pedido_id)
    ficha = contexto.escribir(pedidos.enviar, pedido_id)
    if sobrantes:
        click.echo(borradores.aviso_de_mas(sobrantes), err=True)
    _emitir(contexto, ficha)


@pedido.command("anular", help=tr("Lo que no llegó no llegará; lo recibido queda."))
@click.argument("numero")
@click.option("--motivo", default="", help=tr("Por qué."))
@verbo_que_escribe
def anular(contexto: Contexto, numero: str, motivo: str) -> None:
    """It is on order no more."""
    from rexus.stock import pedidos

    _emitir(contexto, contexto.escribir(pedidos.anular, _pedido(contexto, numero), motivo))


@pedido.command("recibir", help=tr("Recibir lo que llegó: todo lo que falta, o CODIGO=CANTIDAD."))
@click.argument("numero")
@con_lineas
@click.option("--rechazar", multiple=True, help=tr("CODIGO=CANTIDAD que se devuelve al proveedor; con --motivo."))
@click.option("--motivo", default="", help=tr("Por qué se rechaza."))
@click.option("--remito", default="", help=tr("El remito del proveedor."))
@click.option("--ubicacion", help=tr("A qué lugar va. Si falta: el habitual de cada artículo."))
@click.option("--aceptar-exceso", is_flag=True, help=tr("Aceptar que llegó más de lo pedido."))
@click.option("--clave", help=_CLAVE)
@verbo_que_escribe
def recibir(
    contexto: Contexto,
    numero: str,
    lineas: tuple[str, ...],
    opciones: tuple[str, ...],
    rechazar: tuple[str, ...],
    motivo: str,
    remito: str,
    ubicacion: str | None,
    aceptar_exceso: bool,
    clave: str | None,
) -> None:
    """What arrives is set apart for the obras that waited for it."""
    from rexus.stock import pedidos, recepciones

    pedido_id = _pedido(contexto, numero)
    textos = (*lineas, *opciones)
    llegadas = None
    if textos or rechazar:
        ficha = contexto.leer(pedidos.ver, pedido_id)
        llegadas = _llegadas(ficha, textos, rechazar, motivo, lugar_de(contexto, ubicacion))
    hecha = contexto.escribir(
        recepciones.recibir, pedido_id, llegadas, remito=remito, aceptar_exceso=aceptar_exceso, clave=clave
    )
    if contexto.como_json:
        emitir_json(asdict(hecha))
        return
    for linea in hecha.lineas:
        click.echo(
            f"  {linea.codigo}: "
            + contados(linea.recibidas, tr("recibida"), tr("recibidas"))
            + (tr(", {n} de más").format(n=formatear_numero(linea.de_mas)) if linea.de_mas else "")
            + (f", {contados(linea.rechazadas, tr('rechazada'), tr('rechazadas'))}" if linea.rechazadas else "")
            + "".join(
                tr(", {n} para {obra}").format(n=contados(t.cantidad, tr("reservada"), tr("reservadas")), obra=t.obra)
                for t in linea.reservadas
            )
        )
    palabras = pedidos.rotulos()
    click.echo(
        tr("Pedido {numero}: {estado}; lote {lote}.").format(
            numero=hecha.numero, estado=palabras[hecha.estado], lote=hecha.lote_id
        )
    )


for _papel in (pdf, xlsx):
    pedido.add_command(_papel)


def _pedido(contexto: Contexto, numero: str) -> int:
    from rexus.stock import pedidos

    hallado: int = contexto.leer(pedidos.id_por_numero, numero)
    return hallado


def _nada_que_pedir(hecho: PedidosHechos) -> DatoInvalidoError:
    if hecho.en_borrador:
        return DatoInvalidoError(
            tr("{en_borrador} No se hizo ningún pedido.").format(en_borrador=_ya_en_borrador(hecho.en_borrador)),
            tr("Enviar los borradores: «rexus pedido listar --estado borrador» los muestra."),
        )
    return DatoInvalidoError(
        tr("No falta nada que se pueda pedir. No se hizo ningún pedido."),
        tr("Completar el proveedor de los artículos que no tienen.") if hecho.sin_proveedor else "",
    )


def _ya_en_borrador(faltantes: Sequence[Faltante]) -> str:
    return tr("Ya están en borradores, no se pidieron otra vez: {codigos}.").format(
        codigos=", ".join(f.codigo for f in faltantes)
    )


def _lineas(contexto: Contexto, textos: Sequence[str]) -> list[Any]:
    from rexus.stock.cantidades import cantidad_de_programa
    from rexus.stock.pedidos import LineaPedida

    pedidas = [(codigo, *texto.partition("@")[::2]) for codigo, texto in pares(textos)]
    claves = claves_de(contexto, [codigo for codigo, *_ in pedidas])
    return [
        LineaPedida(*claves[codigo], cantidad_de_programa(cantidad), precio or 0)
        for codigo, cantidad, precio in pedidas
    ]


def _llegadas(ficha: Any, textos: Sequence[str], rechazar: Sequence[str], motivo: str, lugar: int | None) -> list[Any]:
    from rexus.stock import codigo_escrito
    from rexus.stock.cantidades import cantidad_de_programa
    from rexus.stock.recepciones import LineaRecibida

    recibidas, rechazadas = dict(pares(textos)), dict(pares(rechazar))
    lineas = {linea.codigo: linea.id for linea in ficha.lineas}
    por_codigo = {}
    for codigo in {**recibidas, **rechazadas}:
        elegido = codigo_escrito.elegir(codigo, lineas)
        if elegido is not None:
            por_codigo[codigo] = lineas[elegido]
        else:
            raise DatoInvalidoError(
                tr("«{codigo}» no está en el pedido {numero}. No se registró nada.").format(
                    codigo=codigo, numero=ficha.numero
                )
            )
    return [
        LineaRecibida(
            por_codigo[codigo],
            cantidad_de_programa(recibidas.get(codigo, "0")),
            cantidad_de_programa(rechazadas.get(codigo, "0")),
            motivo if codigo in rechazadas else "",
            lugar,
        )
        for codigo in {**recibidas, **rechazadas}
    ]


def _documento(contexto: Contexto, ficha: Any) -> dict[str, Any]:
    from rexus.stock import recepciones_hechas

    lineas = [{**asdict(linea), "de_mas": _de_mas(linea), "total": linea.total} for linea in ficha.lineas]
    llegadas = contexto.leer(recepciones_hechas.de_pedido, ficha.id)
    return {**asdict(ficha), "lineas": lineas, "total": ficha.total, "recepciones": [asdict(r) for r in llegadas]}


def _de_mas(linea: LineaVista) -> Decimal:
    return max(linea.recibidas - linea.cantidad, Decimal(0))


def _emitir(contexto: Contexto, ficha: Any) -> None:
    documento = _documento(contexto, ficha)
    if contexto.como_json:
        emitir_json(documento)
    else:
        _mostrar(contexto, documento)


def _mostrar(contexto: Contexto, documento: dict[str, Any]) -> None:
    from rexus.stock.pedidos import rotulos

    zona = zona_horaria(contexto.settings)
    click.echo(f"{documento['numero']}  {documento['proveedor']}  [{rotulos()[documento['estado']]}]")
    for titulo, valor in (
        (tr("Enviado"), documento["fecha_envio"] and formatear_fecha(documento["fecha_envio"], zona)),
        (tr("Prometido"), documento["fecha_prometida"] and formatear_fecha(documento["fecha_prometida"])),
        (tr("Obras"), ", ".join(documento["obras"])),
        (tr("Observaciones"), documento["observaciones"]),
        (tr("Por qué se anuló"), documento["motivo"]),
    ):
        if valor:
            click.echo(f"{titulo}: {valor}")
    de_mas = any(linea["de_mas"] for linea in documento["lineas"])
    columnas = {nombre: tr(titulo) for nombre, titulo in _LINEA.items() if de_mas or nombre != "de_mas"}
    tabla(documento["lineas"], columnas, dinero=("precio", "total"))
    click.echo(tr("Total {total}.").format(total=formatear_numero(documento["total"], 2)))
    filas = [
        {
            **recepcion,
            **linea,
            "lote_id": recepcion["lote_id"] if recepcion["vigente"] else f"{recepcion['lote_id']} {tr('(deshecha)')}",
        }
        for recepcion in documento["recepciones"]
        for linea in recepcion["lineas"]
    ]
    if filas:
        titulos = {
            "lote_id": tr("Lote"), "fecha": tr("Llegó"), "remito": tr("Remito"), "codigo": tr("Código"),
            "recibidas": tr("Recibidas"), "rechazadas": tr("Rechazadas"), "motivo": tr("Motivo"),
            "usuario": tr("Registró"),
        }  # fmt: skip
        tabla(filas, titulos, zona=zona)
