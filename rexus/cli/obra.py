"""`rexus obra`: jobs as records, and the group of all that is done with them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from rexus.base.text import contados, tr
from rexus.cli.contexto import Contexto, verbo, verbo_que_escribe
from rexus.cli.fechas import Dia
from rexus.cli.lineas import obra_de
from rexus.cli.obra_adjuntos import adjuntar, adjuntos, bajar_adjunto
from rexus.cli.obra_materiales import devolver, entregar, estado_de, liberar, requerir, reservar, ver_obra
from rexus.cli.obra_remitos import entregas, remito
from rexus.cli.obra_resumen import importar_resumen
from rexus.cli.salida import emitir_json, tabla


@click.group(help=tr("Obras: crearlas, sus materiales, reservar, entregar, cerrar."))
def obra() -> None:
    """The verbs on obras."""


_TIPOS: dict[str, Any] = {
    "--aberturas": click.IntRange(0),
    "--fecha-entrega": Dia("siguiente"),
    "--fecha-medicion": Dia("cercano"),
}


def _datos(funcion: Any) -> Any:
    """The options for what people write about an obra."""
    for opcion, ayuda in (
        ("--observaciones", tr("Observaciones.")),
        ("--aberturas", tr("Cuántas ventanas y puertas.")),
        ("--fecha-entrega", tr("31/01/2026, 31/1, hoy, mañana, +7 o AAAA-MM-DD.")),
        ("--fecha-medicion", tr("31/01/2026, 31/1, hoy, mañana, +7 o AAAA-MM-DD.")),
        ("--telefono", tr("Teléfono.")),
        ("--direccion", tr("Dirección.")),
        ("--cliente", tr("Cliente.")),
        ("--nombre", tr("Nombre.")),
    ):
        tipo: Any = _TIPOS.get(opcion, str)
        funcion = click.option(opcion, type=tipo, help=ayuda)(funcion)
    return funcion


@obra.command("crear", help=tr("Crear una obra."))
@click.argument("codigo")
@_datos
@verbo_que_escribe
def crear(contexto: Contexto, codigo: str, **datos: Any) -> None:
    """A new obra."""
    from rexus.stock import obras

    dados = {campo: valor for campo, valor in datos.items() if valor is not None}
    _mostrar(contexto, contexto.escribir(obras.crear, {"codigo": codigo, **dados}), tr("creada"))


@obra.command("editar", help=tr("Cambiar los datos de una obra."))
@click.argument("codigo")
@click.option("--codigo", "nuevo", help=tr("El código nuevo."))
@_datos
@verbo_que_escribe
def editar(contexto: Contexto, codigo: str, nuevo: str | None, **datos: Any) -> None:
    """Change what is given."""
    from rexus.stock import obras

    ficha = contexto.leer(obras.ver, obra_de(contexto, codigo))
    cambios = {campo: valor for campo, valor in {**datos, "codigo": nuevo}.items() if valor is not None}
    _mostrar(contexto, contexto.escribir(obras.editar, ficha.id, ficha.version, cambios), tr("guardada"))


@obra.command("listar", help=tr("Las obras, por código."))
@click.option("--buscar", "texto", default="", help=tr("Solo las que coinciden con el texto."))
@click.option("--estado", "estados", multiple=True, help=tr("Solo las de ese estado; se puede repetir."))
@verbo
def listar(contexto: Contexto, texto: str, estados: tuple[str, ...]) -> None:
    """All of them unless filtered; of those that go on, how their materials stand."""
    from rexus.stock import estados_obra, obras
    from rexus.stock.coberturas import Cobertura, de_obras, rotulos

    halladas = contexto.leer(obras.listar, texto=texto, estados=estados)
    coberturas = contexto.leer(de_obras, [o.id for o in halladas if o.abierta])
    documento = [
        {**asdict(o), "materiales": coberturas.get(o.id, Cobertura()).estado if o.abierta else None} for o in halladas
    ]
    if contexto.como_json:
        emitir_json(documento)
    elif documento:
        columnas = {
            "codigo": tr("Código"), "nombre": tr("Nombre"), "cliente": tr("Cliente"), "estado": tr("Estado"),
            "fecha_entrega": tr("Entrega"), "materiales": tr("Materiales"),
        }  # fmt: skip
        estados_, materiales = estados_obra.rotulos(), rotulos()
        filas = [
            {**d, "estado": estados_[d["estado"]], "materiales": materiales.get(d["materiales"])} for d in documento
        ]
        tabla(filas, columnas)
    else:
        click.echo(tr("No se encontró ninguna obra."))


@obra.command("ver", help=tr("Una obra y sus materiales."))
@click.argument("codigo")
@verbo
def ver(contexto: Contexto, codigo: str) -> None:
    """The whole record; what each article stands at."""
    ver_obra(contexto, obra_de(contexto, codigo))


@obra.command("estado", help=tr("Pasar la obra a otro estado."))
@click.argument("codigo")
@click.argument("estado")
@verbo_que_escribe
def estado(contexto: Contexto, codigo: str, estado: str) -> None:
    """Closing and cancelling free what is set apart for it."""
    _pasar(contexto, codigo, estado)


@obra.command("cerrar", help=tr("Cerrar la obra: libera lo que tenga reservado."))
@click.argument("codigo")
@verbo_que_escribe
def cerrar(contexto: Contexto, codigo: str) -> None:
    """From any state in which it goes on."""
    _pasar(contexto, codigo, "cerrada")


@obra.command("cancelar", help=tr("Cancelar la obra: libera lo que tenga reservado."))
@click.argument("codigo")
@verbo_que_escribe
def cancelar(contexto: Contexto, codigo: str) -> None:
    """From any state in which it goes on."""
    _pasar(contexto, codigo, "cancelada")


@obra.command("eliminar", help=tr("Eliminar una obra sin historia."))
@click.argument("codigo")
@verbo_que_escribe
def eliminar(contexto: Contexto, codigo: str) -> None:
    """Refused once anything happened for it."""
    contexto.obras.eliminar(obra_de(contexto, codigo))
    if contexto.como_json:
        emitir_json({"codigo": codigo, "eliminada": True})
    else:
        click.echo(tr("Obra {codigo} eliminada.").format(codigo=codigo))


for _verbo in (
    requerir, reservar, liberar, entregar, devolver, importar_resumen,
    adjuntar, adjuntos, bajar_adjunto, entregas, remito,
):  # fmt: skip
    obra.add_command(_verbo)


def _mostrar(contexto: Contexto, ficha: Any, que: str) -> None:
    if contexto.como_json:
        emitir_json(asdict(ficha))
    else:
        click.echo(tr("Obra {codigo} {que}: {estado}.").format(codigo=ficha.codigo, que=que, estado=estado_de(ficha)))


def _pasar(contexto: Contexto, codigo: str, estado: str) -> None:
    from rexus.stock import esperan, obras, requerimientos

    obra_id = obra_de(contexto, codigo)
    antes = contexto.leer(requerimientos.materiales, obra_id)
    ficha = contexto.escribir(obras.cambiar_estado, obra_id, estado)
    if ficha.abierta:
        _mostrar(contexto, ficha, tr("guardada"))
        return
    # Ending an obra frees all of it.
    liberadas = {m.codigo: m.reservado for m in antes if m.reservado}
    pedidos = contexto.leer(esperan.pedidos_para, obra_id)
    if contexto.como_json:
        emitir_json({**asdict(ficha), "liberadas": liberadas, "pedidos": pedidos})
        return
    _mostrar(contexto, ficha, tr("guardada"))
    for articulo, cuantas in liberadas.items():
        click.echo(f"  {articulo}: " + contados(cuantas, tr("liberada"), tr("liberadas")))
    if pedidos:
        click.echo(
            tr("Siguen en camino para ella: {pedidos}. Lo que llegue quedará disponible.").format(
                pedidos=", ".join(pedidos)
            )
        )
