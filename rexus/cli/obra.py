"""`rexus obra`: jobs, their materials, and what is set apart, given out and taken back for them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from rexus.base.text import contados, formatear_numero, fuente, tr
from rexus.cli.contexto import Contexto, verbo, verbo_que_escribe
from rexus.cli.fechas import Dia
from rexus.cli.importar import errores_a_la_vista
from rexus.cli.lineas import con_lineas, lineas_de, obra_de
from rexus.cli.obra_adjuntos import adjuntar, adjuntos, bajar_adjunto
from rexus.cli.obra_remitos import entregas, remito
from rexus.cli.salida import emitir_json, tabla

_CLAVE = tr("UUID del intento: repetirlo no hace nada más.")
_MATERIAL = fuente(
    {
        "codigo": "Código",
        "descripcion": "Descripción",
        "necesarias": "Necesarias",
        "reservado": "Reservado",
        "entregado": "Entregado",
        "faltan": "Faltan",
        "disponible": "Disponible",
        "estado": "Estado",
    }
)


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
    _ver(contexto, obra_de(contexto, codigo))


@obra.command(
    "importar-resumen",
    help=tr(
        "Importar el resumen de materiales de una obra: se lee «Necesarias». Los artículos que no están en ningún "
        "catálogo se crean, salvo con «--desconocidos rechazar»."
    ),
)
@click.argument("codigo")
@click.argument("archivo", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--simular", is_flag=True, help=tr("Solo mostrar qué cambiaría."))
@click.option(
    "--desconocidos",
    type=click.Choice(["crear", "rechazar"]),
    default="crear",
    show_default=True,
    help=tr("Los artículos que no están en ningún catálogo: crearlos, o rechazar el archivo entero."),
)
@click.option("--quitar", is_flag=True, help=tr("Quitar lo que este archivo pedía antes y ya no figura."))
@click.option(
    "--decimal", type=click.Choice(["coma", "punto"]), help=tr("La marca decimal, si el archivo no la prueba.")
)
@click.option("--hoja", help=tr("El nombre de la hoja, si hay varias."))
@verbo_que_escribe
def importar_resumen(
    contexto: Contexto,
    codigo: str,
    archivo: Path,
    simular: bool,
    desconocidos: str,
    quitar: bool,
    decimal: Any,
    hoja: str | None,
) -> None:
    """All of the file or nothing; the same file again changes nothing."""
    from rexus.intercambio.resumen import leer_resumen
    from rexus.stock import resumen

    contexto.exigir("obras.ver" if simular else "obras.modificar")
    obra_id = obra_de(contexto, codigo)
    with errores_a_la_vista(contexto):
        filas, leidas = leer_resumen(archivo, hoja=hoja, decimal=decimal)
    for aviso in leidas.avisos:
        click.echo(aviso, err=True)
    if simular:
        hecho = contexto.leer(resumen.simular_resumen, obra_id, filas, leidas.archivo)
    else:
        crear = desconocidos == "crear"
        hecho = contexto.obras.importar_resumen(obra_id, filas, leidas.archivo, crear=crear, quitar=quitar).value
    if contexto.como_json:
        emitir_json(asdict(hecho))
        return
    if hecho.creados:
        creados = contados(len(hecho.creados), tr("artículo creado"), tr("artículos creados"))
        click.echo(f"{creados}: {', '.join(hecho.creados)}")
    if hecho.desconocidos:
        click.echo(_desconocidos(hecho, crear=desconocidos == "crear"))
    click.echo(
        tr("{titulo}: {nuevos}, {cambiados}, {sin_cambios} sin cambios.").format(
            titulo=tr("Simulación") if simular else tr("Resumen de {obra}").format(obra=hecho.obra),
            nuevos=contados(len(hecho.nuevos), tr("requerimiento nuevo"), tr("requerimientos nuevos")),
            cambiados=contados(len(hecho.cambiados), tr("cambiado"), tr("cambiados")),
            sin_cambios=formatear_numero(hecho.sin_cambios),
        )
    )
    for requerida in hecho.cambiados:
        click.echo(f"  {requerida.codigo}: {formatear_numero(requerida.antes)} → {formatear_numero(requerida.despues)}")
    if hecho.ya_no_figuran:
        que = tr("Quitados") if hecho.quitados else tr("Ya no figuran en el archivo")
        click.echo(f"{que}: {', '.join(r.codigo for r in hecho.ya_no_figuran)}")


def _desconocidos(plan: Any, *, crear: bool) -> str:
    """What would become of the articles that no catalogue has."""
    frase = tr("Se crearían: {codigos}") if crear else tr("Desconocidos, se rechazaría: {codigos}")
    return frase.format(codigos=", ".join(d.codigo for d in plan.desconocidos))


@obra.command("requerir", help=tr("Cuántas piezas necesita la obra: CODIGO=CANTIDAD; 0 lo quita."))
@click.argument("codigo")
@con_lineas
@verbo_que_escribe
def requerir(contexto: Contexto, codigo: str, lineas: tuple[str, ...], opciones: tuple[str, ...]) -> None:
    """All of the lines or none."""
    from rexus.cli.lineas import claves_de, pares
    from rexus.stock import requerimientos
    from rexus.stock.cantidades import cantidad_de_programa

    obra_id = obra_de(contexto, codigo)
    pedidas = pares((*lineas, *opciones))
    claves = claves_de(contexto, [c for c, _ in pedidas])
    contexto.escribir(requerimientos.poner, obra_id, {claves[c]: cantidad_de_programa(n) for c, n in pedidas})
    _ver(contexto, obra_id)


@obra.command("reservar", help=tr("Reservar todo lo que falta y está disponible, o las líneas que se digan."))
@click.argument("codigo")
@con_lineas
@click.option("--clave", help=_CLAVE)
@verbo_que_escribe
def reservar(
    contexto: Contexto, codigo: str, lineas: tuple[str, ...], opciones: tuple[str, ...], clave: str | None
) -> None:
    """Named lines exactly, or nothing."""
    from rexus.stock import reservas

    _reserva(contexto, reservas.reservar, codigo, (*lineas, *opciones), clave)


@obra.command("liberar", help=tr("Liberar lo reservado para la obra: todo, o las líneas que se digan."))
@click.argument("codigo")
@con_lineas
@click.option("--clave", help=_CLAVE)
@verbo_que_escribe
def liberar(
    contexto: Contexto, codigo: str, lineas: tuple[str, ...], opciones: tuple[str, ...], clave: str | None
) -> None:
    """Named lines exactly, or nothing."""
    from rexus.stock import reservas

    _reserva(contexto, reservas.liberar, codigo, (*lineas, *opciones), clave)


@obra.command("entregar", help=tr("Entregar a la obra lo que tiene reservado, o las líneas que se digan."))
@click.argument("codigo")
@con_lineas
@click.option("--de-otra", "de_otras", multiple=True, help=tr("Obra de cuya reserva se puede tomar lo que falte."))
@click.option("--ubicacion", help=tr("De qué lugar salen las líneas."))
@click.option("--remito", default="", help=tr("Número del remito."))
@click.option("--nota", default="", help=tr("Lo que dice además el remito."))
@click.option("--clave", help=_CLAVE)
@verbo_que_escribe
def entregar(
    contexto: Contexto,
    codigo: str,
    lineas: tuple[str, ...],
    opciones: tuple[str, ...],
    de_otras: tuple[str, ...],
    ubicacion: str | None,
    remito: str,
    nota: str,
    clave: str | None,
) -> None:
    """All of it or nothing."""
    from rexus.stock import entregas as operaciones

    otras = tuple(obra_de(contexto, otra) for otra in de_otras)
    pedidas = lineas_de(contexto, (*lineas, *opciones), ubicacion)
    hecha = contexto.escribir(
        operaciones.entregar, obra_de(contexto, codigo), pedidas, de_otras=otras, remito=remito, nota=nota, clave=clave
    )
    _entrega(contexto, hecha, tr("línea entregada a"), tr("líneas entregadas a"))


@obra.command("devolver", help=tr("Devolver de la obra lo que se le entregó: todo menos lo cortado, o esas líneas."))
@click.argument("codigo")
@con_lineas
@click.option("--ubicacion", help=tr("A qué lugar van las líneas. Si falta: el habitual de cada artículo."))
@click.option("--remito", default="", help=tr("Número del remito."))
@click.option("--nota", default="", help=tr("Lo que dice además el remito."))
@click.option("--clave", help=_CLAVE)
@verbo_que_escribe
def devolver(
    contexto: Contexto,
    codigo: str,
    lineas: tuple[str, ...],
    opciones: tuple[str, ...],
    ubicacion: str | None,
    remito: str,
    nota: str,
    clave: str | None,
) -> None:
    """All of it or nothing; what was cut is told, as it stays."""
    from rexus.stock import entregas as operaciones
    from rexus.stock import requerimientos

    obra_id = obra_de(contexto, codigo)
    pedidas = lineas_de(contexto, (*lineas, *opciones), ubicacion)
    hecha = contexto.escribir(operaciones.devolver, obra_id, pedidas, remito=remito, nota=nota, clave=clave)
    _entrega(contexto, hecha, tr("línea devuelta de"), tr("líneas devueltas de"))
    if pedidas is None and not contexto.como_json:
        cortadas = [m for m in contexto.leer(requerimientos.materiales, obra_id) if m.cortadas]
        if cortadas:
            que = ", ".join(f"{m.codigo} {formatear_numero(m.cortadas)}" for m in cortadas)
            click.echo(tr("No vuelve lo que se cortó: {que}.").format(que=que))


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


for _verbo in (adjuntar, adjuntos, bajar_adjunto, entregas, remito):
    obra.add_command(_verbo)


def _ver(contexto: Contexto, obra_id: int) -> None:
    from rexus.stock import obras, requerimientos

    ficha = contexto.leer(obras.ver, obra_id)
    materiales = [
        {**asdict(m), "estado": m.estado, "disputado": m.disputado}
        for m in contexto.leer(requerimientos.materiales, obra_id)
    ]
    if contexto.como_json:
        emitir_json({**asdict(ficha), "materiales": materiales})
        return
    click.echo(f"{ficha.codigo}  {ficha.nombre}  [{_estado(ficha)}]".rstrip())
    if materiales:
        palabras = requerimientos.rotulos()
        filas = [{**m, "estado": palabras[m["estado"]]} for m in materiales]
        tabla(filas, {nombre: tr(titulo) for nombre, titulo in _MATERIAL.items()})
        for m in materiales:
            if m["disputado"]:
                otras = ", ".join(f"{t['obra']} {formatear_numero(t['cantidad'])}" for t in m["esperan"])
                click.echo(
                    tr("{codigo}: lo disponible ({n}) no alcanza para todas; también espera {otras}.").format(
                        codigo=m["codigo"], n=formatear_numero(m["disponible"]), otras=otras
                    )
                )
    else:
        click.echo(tr("Sin materiales."))


def _estado(ficha: Any) -> str:
    from rexus.stock.estados_obra import rotulos

    return rotulos()[ficha.estado]


def _mostrar(contexto: Contexto, ficha: Any, que: str) -> None:
    if contexto.como_json:
        emitir_json(asdict(ficha))
    else:
        click.echo(tr("Obra {codigo} {que}: {estado}.").format(codigo=ficha.codigo, que=que, estado=_estado(ficha)))


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


def _reserva(contexto: Contexto, operacion: Any, codigo: str, textos: tuple[str, ...], clave: str | None) -> None:
    lineas = lineas_de(contexto, textos)
    hecha = contexto.escribir(operacion, obra_de(contexto, codigo), lineas, clave)
    if contexto.como_json:
        emitir_json(asdict(hecha))
        return
    libera = operacion.__name__ == "liberar"
    for linea in hecha.lineas:
        click.echo(
            f"  {linea.codigo}: "
            + (
                contados(linea.cantidad, tr("liberada"), tr("liberadas"))
                if libera
                else contados(linea.cantidad, tr("reservada"), tr("reservadas"))
            )
            + (
                (tr("; falta {n}") if linea.faltan == 1 else tr("; faltan {n}")).format(
                    n=formatear_numero(linea.faltan)
                )
                if linea.faltan
                else ""
            )
            + "".join(
                tr("; {obra} tiene {n}").format(obra=t.obra, n=formatear_numero(t.cantidad)) for t in linea.de_otras
            )
        )
    if hecha.lote_id is None:
        click.echo(tr("No se cambió ninguna reserva de {obra}.").format(obra=hecha.obra))
    else:
        click.echo(tr("Reserva de {obra}: lote {lote}.").format(obra=hecha.obra, lote=hecha.lote_id))


def _entrega(contexto: Contexto, hecha: Any, una: str, varias: str) -> None:
    if contexto.como_json:
        emitir_json(asdict(hecha))
        return
    for linea in hecha.lineas:
        otras = "".join(
            tr(", {n} de {obra}").format(n=formatear_numero(t.cantidad), obra=t.obra) for t in linea.de_otras
        )
        click.echo(f"  {linea.codigo}: {formatear_numero(linea.cantidad)}{otras}")
    click.echo(
        tr("{que} {obra}: lote {lote}.").format(
            que=contados(len(hecha.lineas), una, varias), obra=hecha.obra, lote=hecha.lote_id
        )
    )
