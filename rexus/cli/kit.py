"""`rexus kit crear|editar|listar|ver|reservar|salida`: named lists of herrajes that are given out together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import contados, fold, formatear_numero, tr
from rexus.cli.contexto import Contexto, verbo, verbo_que_escribe
from rexus.cli.lineas import obra_de
from rexus.cli.salida import emitir_json, tabla

if TYPE_CHECKING:
    from decimal import Decimal

    from rexus.modulos.herrajes.model import HerrajesModel
    from rexus.stock.kits import KitVisto, ParteDada


@click.group(help=tr("Kits: listas de herrajes que salen juntos."))
def kit() -> None:
    """What can be done with kits."""


@kit.command("crear", help=tr("Crear un kit con sus partes: CODIGO=CANTIDAD de cada herraje."))
@click.argument("codigo")
@click.argument("herrajes", nargs=-1)
@click.option("--nombre", default="", help=tr("Cómo se lo conoce."))
@click.option("--descripcion", default="", help=tr("Para qué es."))
@click.option("--parte", "partes", multiple=True, help=tr("CODIGO=CANTIDAD de un herraje; se repite."))
@click.option("--kit", "kits", multiple=True, help=tr("CODIGO=CANTIDAD de otro kit; se repite."))
@click.option("--clave", help=tr("UUID del intento: repetirlo no crea otro."))
@verbo_que_escribe
def crear(
    contexto: Contexto,
    codigo: str,
    herrajes: tuple[str, ...],
    nombre: str,
    descripcion: str,
    partes: tuple[str, ...],
    kits: tuple[str, ...],
    clave: str | None,
) -> None:
    """A new kit, or nothing."""
    if any(fold(cual) == fold(codigo) for cual, _ in map(_parte, kits)):
        raise DatoInvalidoError(
            tr("El kit {codigo} se contendría a sí mismo. No se guardó nada.").format(codigo=codigo),
            tr("Sacarlo de la lista de sus partes."),
        )
    modelo = contexto.herrajes
    dadas = [parte for parte in _dadas(modelo, (*herrajes, *partes), kits).values() if parte is not None]
    valores = {"codigo": codigo, "nombre": nombre, "descripcion": descripcion}
    _dicho(contexto, modelo.crear_kit(valores, dadas, clave).value, tr("creado"))


@kit.command("editar", help=tr("Cambiar lo que se diga de un kit: CODIGO=CANTIDAD de un herraje; 0 lo saca."))
@click.argument("codigo")
@click.argument("herrajes", nargs=-1)
@click.option("--codigo", "nuevo", help=tr("El código nuevo."))
@click.option("--nombre", help=tr("Cómo se lo conoce."))
@click.option("--descripcion", help=tr("Para qué es."))
@click.option("--parte", "partes", multiple=True, help=tr("CODIGO=CANTIDAD de un herraje; 0 lo saca; se repite."))
@click.option("--kit", "kits", multiple=True, help=tr("CODIGO=CANTIDAD de otro kit; 0 lo saca; se repite."))
@verbo_que_escribe
def editar(
    contexto: Contexto,
    codigo: str,
    herrajes: tuple[str, ...],
    nuevo: str | None,
    nombre: str | None,
    descripcion: str | None,
    partes: tuple[str, ...],
    kits: tuple[str, ...],
) -> None:
    """What is not named stays as it is."""
    from rexus.stock.kits import ParteDada

    modelo = contexto.herrajes
    actual = modelo.kit(modelo.kit_por_codigo(codigo))
    quedan: dict[tuple[int | None, int | None], ParteDada | None] = {
        (p.articulo_id, p.subkit_id): ParteDada(p.cantidad, p.articulo_id, p.subkit_id) for p in actual.partes
    }
    quedan.update(_dadas(modelo, (*herrajes, *partes), kits))
    dichos = {"codigo": nuevo, "nombre": nombre, "descripcion": descripcion}
    valores = {campo: getattr(actual, campo) if dicho is None else dicho for campo, dicho in dichos.items()}
    dadas = [parte for parte in quedan.values() if parte is not None]
    _dicho(contexto, modelo.editar_kit(actual.id, actual.version, valores, dadas).value, tr("guardado"))


def _dadas(
    modelo: HerrajesModel, herrajes: Sequence[str], kits: Sequence[str]
) -> dict[tuple[int | None, int | None], ParteDada | None]:
    """The parts by which article or kit they are; None for what is none of. Raises DatoInvalidoError for one twice."""
    from rexus.stock.cantidades import cantidad_de_programa
    from rexus.stock.kits import ParteDada

    dadas: dict[tuple[int | None, int | None], ParteDada | None] = {}
    for es_kit, escrita in (*((False, x) for x in herrajes), *((True, x) for x in kits)):
        cual, cuantas = _parte(escrita)
        clave = (None, modelo.kit_por_codigo(cual)) if es_kit else (modelo.id_por_codigo(cual), None)
        if clave in dadas:
            raise DatoInvalidoError(tr("«{codigo}» está dos veces. No se guardó nada.").format(codigo=cual))
        cantidad = cantidad_de_programa(cuantas)
        dadas[clave] = ParteDada(cantidad, *clave) if cantidad else None
    return dadas


def _dicho(contexto: Contexto, hecho: KitVisto, que: str) -> None:
    if contexto.como_json:
        emitir_json(_documento(hecho))
    else:
        click.echo(
            tr("Kit {codigo} {que}, con {partes}. Alcanza para {n}.").format(
                codigo=hecho.codigo,
                que=que,
                partes=contados(len(hecho.partes), tr("parte"), tr("partes")),
                n=formatear_numero(hecho.disponible),
            )
        )


def _cuantos(funcion: Any) -> Any:
    """How many kits: behind the code, or by `--cantidad`; one without either."""

    @wraps(funcion)
    def envuelta(*args: Any, cuantos: str | None, cantidad: str | None, **kw: Any) -> Any:
        if cuantos is not None and cantidad is not None:
            raise click.UsageError(tr("La cantidad está dos veces."))
        return funcion(*args, cantidad=cuantos or cantidad or "1", **kw)

    con_opcion = click.option("--cantidad", help=tr("Cuántos kits. Si falta: 1."))(envuelta)
    return click.argument("cuantos", metavar="[CANTIDAD]", required=False)(con_opcion)


@kit.command("listar", help=tr("Los kits, y para cuántos alcanza lo que hay."))
@click.option("--todos", is_flag=True, help=tr("También los que están fuera de uso."))
@verbo
def listar(contexto: Contexto, todos: bool) -> None:
    """Every kit."""
    modelo = contexto.herrajes
    vistos = modelo.kits(con_inactivos=todos)
    if contexto.como_json:
        emitir_json([_documento(visto) for visto in vistos])
    elif vistos:
        filas = [
            {"codigo": v.codigo, "nombre": v.nombre, "partes": len(v.partes), "disponible": v.disponible}
            for v in vistos
        ]
        titulos = {
            "codigo": tr("Código"), "nombre": tr("Nombre"), "partes": tr("Partes"), "disponible": tr("Alcanza para"),
        }  # fmt: skip
        tabla(filas, titulos)
    else:
        click.echo(tr("No hay ningún kit."))


@kit.command("ver", help=tr("Las partes de un kit, y cuántas hay."))
@click.argument("codigo")
@verbo
def ver(contexto: Contexto, codigo: str) -> None:
    """One kit."""
    modelo = contexto.herrajes
    visto = modelo.kit(modelo.kit_por_codigo(codigo))
    documento = _documento(visto)
    if contexto.como_json:
        emitir_json(documento)
        return
    click.echo(f"{visto.codigo} · {visto.nombre}" if visto.nombre else visto.codigo)
    titulos = {
        "codigo": tr("Código"), "nombre": tr("Parte"), "cantidad": tr("Lleva"), "disponible": tr("Hay"),
    }  # fmt: skip
    tabla(documento["partes"], titulos)
    click.echo(tr("Alcanza para {n}.").format(n=formatear_numero(visto.disponible)))


@kit.command("reservar", help=tr("Reservar un kit para una obra, que pasa a necesitarlo: todas sus partes, o nada."))
@click.argument("codigo")
@click.option("--obra", required=True, help=tr("Para qué obra."))
@click.option("--clave", help=tr("UUID del intento: repetirlo no reserva otra vez."))
@_cuantos
@verbo_que_escribe
def reservar(contexto: Contexto, codigo: str, obra: str, cantidad: str, clave: str | None) -> None:
    """One batch; undone with its number."""
    from rexus.stock.cantidades import cantidad_de_programa

    modelo = contexto.herrajes
    kit_id = modelo.kit_por_codigo(codigo)
    hecho = modelo.reservar_kit(kit_id, obra_de(contexto, obra), cantidad_de_programa(cantidad), clave).value
    if contexto.como_json:
        emitir_json(asdict(hecho))
        return
    frase = tr("Ya estaba reservado: {n} × {codigo} para {obra}.") if hecho.repetido else tr(
        "Reservado: {n} × {codigo} para {obra}; lote {lote}."
    )  # fmt: skip
    click.echo(frase.format(n=formatear_numero(hecho.cantidad), codigo=hecho.kit, obra=hecho.obra, lote=hecho.lote_id))
    tabla([asdict(r) for r in hecho.requeridas], {"codigo": tr("Código"), "cantidad": tr("Cantidad")})


@kit.command("salida", help=tr("Dar salida a un kit: todas sus partes, o nada."))
@click.argument("codigo")
@click.option("--obra", help=tr("Para qué obra: sale primero lo que tiene reservado."))
@click.option("--referencia", default="", help=tr("Remito, obra o lo que identifique la salida."))
@click.option("--clave", help=tr("UUID del intento: repetirlo no agrega otra salida."))
@_cuantos
@verbo_que_escribe
def salida(
    contexto: Contexto, codigo: str, cantidad: str, obra: str | None, referencia: str, clave: str | None
) -> None:
    """One batch."""
    from rexus.stock.cantidades import cantidad_de_programa

    modelo = contexto.herrajes
    kit_id = modelo.kit_por_codigo(codigo)
    if obra is not None:
        _a_la_obra(contexto, kit_id, codigo, obra_de(contexto, obra), cantidad_de_programa(cantidad), referencia, clave)
        return
    hecho = modelo.salida_de_kit(kit_id, cantidad_de_programa(cantidad), referencia, clave).value
    if contexto.como_json:
        emitir_json(
            {
                "kit": hecho.codigo,
                "cantidad": hecho.cantidad,
                "lote": hecho.lote_id,
                "movimientos": [
                    {
                        "movimiento": m.id,
                        "clave": m.clave,
                        "codigo": m.codigo,
                        "cantidad": m.cantidad,
                        "stock_resultante": m.stock_resultante,
                    }
                    for m in hecho.movimientos
                ],
            }
        )
        return
    frase = tr("Ya estaba registrada: {n} × {codigo}.") if hecho.repetido else tr("Salida de {n} × {codigo}.")
    click.echo(frase.format(n=formatear_numero(hecho.cantidad), codigo=hecho.codigo))
    tabla(
        [{"codigo": m.codigo, "cantidad": m.cantidad, "stock": m.stock_resultante} for m in hecho.movimientos],
        {"codigo": tr("Código"), "cantidad": tr("Cantidad"), "stock": tr("Stock")},
    )


def _a_la_obra(
    contexto: Contexto, kit_id: int, codigo: str, obra_id: int, cantidad: Decimal, remito: str, clave: str | None
) -> None:
    hecho = contexto.herrajes.entregar_kit(kit_id, obra_id, cantidad, remito, clave).value
    if contexto.como_json:
        emitir_json({"kit": codigo, "kits": cantidad, **asdict(hecho)})
        return
    frase = tr("Ya estaba entregado: {n} × {codigo} a {obra}.") if hecho.repetido else tr(
        "Salida de {n} × {codigo} para {obra}; lote {lote}."
    )  # fmt: skip
    click.echo(frase.format(n=formatear_numero(cantidad), codigo=codigo, obra=hecho.obra, lote=hecho.lote_id))
    tabla(
        [{"codigo": x.codigo, "cantidad": x.cantidad} for x in hecho.lineas],
        {"codigo": tr("Código"), "cantidad": tr("Cantidad")},
    )


def _parte(escrita: str) -> tuple[str, str]:
    """«HER000001=4» → code and quantity. Raises DatoInvalidoError."""
    codigo, signo, cantidad = escrita.rpartition("=")
    if not signo or not codigo.strip():
        raise DatoInvalidoError(
            tr("«{parte}» no es una parte. No se guardó nada.").format(parte=escrita[:60]),
            tr("Escribir CODIGO=CANTIDAD, por ejemplo HER000001=4."),
        )
    return codigo.strip(), cantidad


def _documento(visto: KitVisto) -> dict[str, Any]:
    return {
        "codigo": visto.codigo,
        "nombre": visto.nombre,
        "descripcion": visto.descripcion,
        "activo": visto.activo,
        "disponible": visto.disponible,
        "partes": [
            {
                "codigo": p.codigo,
                "nombre": p.nombre,
                "es_kit": p.es_kit,
                "cantidad": p.cantidad,
                "disponible": p.disponible,
            }
            for p in visto.partes
        ],
    }
