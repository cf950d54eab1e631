"""What an import did, or a dry run says that it would do, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import click

from rexus.base.text import contados, formatear_numero, tr
from rexus.cli.contexto import Contexto
from rexus.cli.salida import emitir_json, tabla

if TYPE_CHECKING:
    from rexus.intercambio.errores_fila import ErrorFila
    from rexus.intercambio.importacion import Resumen

#: So many articles of a dry run are listed for a person.
LISTADOS: Final = 20


def errores_de(errores: Sequence[ErrorFila]) -> list[dict[str, Any]]:
    """The errors of a file, as rows."""
    return [{"fila": e.fila, "columna": e.columna, "valor": e.valor, "motivo": e.motivo} for e in errores]


def tabla_de_errores(errores: list[dict[str, Any]]) -> None:
    """Print them."""
    tabla(errores, {"fila": tr("Fila"), "columna": tr("Columna"), "valor": tr("Valor"), "motivo": tr("Motivo")})


def mostrar(contexto: Contexto, resumen: Resumen) -> None:
    """What an import did or would do; of a dry run every article too, for a person the first of them."""
    errores = errores_de(resumen.errores)
    if contexto.como_json:
        emitir_json(
            {
                "lote": resumen.lote,
                "nuevos": resumen.nuevos,
                "actualizados": resumen.actualizados,
                "sin_cambios": resumen.sin_cambios,
                "errores": errores,
                **(_previsto(resumen) if resumen.lote is None else {}),
            }
        )
        return
    titulo = tr("Simulación") if resumen.lote is None else tr("Importación {lote}").format(lote=resumen.lote)
    click.echo(
        tr("{titulo}: {nuevos}, {actualizados}, {sin_cambios} sin cambios, {errores}.").format(
            titulo=titulo,
            nuevos=contados(resumen.nuevos, tr("nuevo"), tr("nuevos")),
            actualizados=contados(resumen.actualizados, tr("actualizado"), tr("actualizados")),
            sin_cambios=formatear_numero(resumen.sin_cambios),
            errores=contados(len(errores), tr("error"), tr("errores")),
        )
    )
    if errores:
        tabla_de_errores(errores)
    if resumen.lote is None:
        _listar(resumen)


def _previsto(resumen: Resumen) -> dict[str, Any]:
    """What would be done, article by article."""
    return {
        "articulos_nuevos": [{"fila": a.fila, **a.valores} for a in resumen.altas],
        "articulos_cambiados": [
            {"fila": c.fila, "codigo": c.codigo, "campos": {n: list(valores) for n, valores in c.campos.items()}}
            for c in resumen.cambios
        ],
        "ubicaciones_nuevas": list(resumen.ubicaciones_nuevas),
    }


def _listar(resumen: Resumen) -> None:
    nuevos = [
        {"fila": a.fila, "codigo": a.codigo, "datos": " · ".join(_datos(a.valores))} for a in resumen.altas[:LISTADOS]
    ]
    cambios = [
        {"fila": c.fila, "codigo": c.codigo, "datos": " · ".join(cambiados(c.campos))}
        for c in resumen.cambios[:LISTADOS]
    ]
    for titulo, filas, cuantos in (
        (tr("Nuevos:"), nuevos, resumen.nuevos),
        (tr("Cambian:"), cambios, resumen.actualizados),
    ):
        if filas:
            click.echo(titulo)
            tabla(filas, {"fila": tr("Fila"), "codigo": tr("Código"), "datos": tr("Datos")})
            if cuantos > len(filas):
                click.echo(tr("… y {n} más.").format(n=formatear_numero(cuantos - len(filas))))
    if resumen.ubicaciones_nuevas:
        click.echo(tr("Ubicaciones que se crean: {cuales}").format(cuales=", ".join(resumen.ubicaciones_nuevas)))


def _datos(valores: Mapping[str, Any]) -> Iterator[str]:
    for nombre, dato in valores.items():
        if nombre != "codigo" and dato not in (None, ""):
            yield f"{nombre}: {_dicho(dato)}"


def cambiados(campos: Mapping[str, tuple[Any, Any]]) -> Iterator[str]:
    """«descripcion: Marco → Marco 64», for every field that changes."""
    for nombre, (antes, despues) in campos.items():
        yield f"{nombre}: {_dicho(antes)} → {_dicho(despues)}"


def _dicho(dato: Any) -> str:
    if dato is None or dato == "":
        return tr("(vacío)")
    return formatear_numero(dato) if isinstance(dato, Decimal) else str(dato)
