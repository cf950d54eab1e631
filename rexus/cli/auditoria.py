"""`rexus auditoria …`: looking into the audit trail, proving it, archiving it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from rexus.base.text import fuente, tr
from rexus.cli.contexto import Contexto, verbo
from rexus.cli.salida import SALIDA, emitir_json, tabla

if TYPE_CHECKING:
    from rexus.auditoria import Auditoria, EventoIlegible, EventoVisto

_COLUMNAS = fuente(
    {
        "id": "N.º",
        "fecha": "Fecha (UTC)",
        "usuario": "Usuario",
        "equipo": "Equipo",
        "modulo": "Módulo",
        "accion": "Acción",
        "tabla": "Tabla",
        "registro": "Registro",
        "cambio": "Cambio",
    }
)
_CAMBIO_VISIBLE = 100
_DIA = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])


@click.group(help=tr("La auditoría: quién hizo qué."))
def auditoria() -> None:
    """The verbs on the trail."""


@auditoria.command(help=tr("Los eventos, del más nuevo al más viejo."))
@click.option("--usuario", help=tr("Solo los de este usuario."))
@click.option("--modulo", help=tr("Solo los de este módulo."))
@click.option("--registro", help=tr("Solo los de este registro: su número, o TABLA:NÚMERO."))
@click.option("--desde", type=_DIA, help=tr("Desde este día o momento (UTC)."))
@click.option("--hasta", type=_DIA, help=tr("Hasta este día, entero, o este momento (UTC)."))
@click.option("--limite", type=click.IntRange(1, 100_000), default=100, show_default=True, help=tr("Cuántos."))
@verbo
def ver(contexto: Contexto, limite: int, **pedido: Any) -> None:
    """Print the newest events that meet all that was asked."""
    from rexus.auditoria import Filtro

    de_tabla, _, registro = (pedido["registro"] or "").rpartition(":")
    filtro = Filtro(
        usuario=pedido["usuario"],
        modulo=pedido["modulo"],
        tabla=de_tabla or None,
        registro=registro or None,
        desde=_momento(pedido["desde"]),
        hasta=_momento(pedido["hasta"], hasta=True),
    )
    modelo = _modelo(contexto)
    modelo.al_dia()
    filtro = modelo.escrito(filtro)
    eventos = modelo.ver(filtro, limite)
    if contexto.como_json:
        # What a program takes is taken out; what somebody reads on the terminal is not.
        modelo.anotar_exportacion(filtro, len(eventos), SALIDA)
        emitir_json([asdict(evento) for evento in eventos])
    elif eventos:
        tabla([_fila(evento) for evento in eventos], {nombre: tr(titulo) for nombre, titulo in _COLUMNAS.items()})
    else:
        click.echo(tr("No hay eventos así."))


@auditoria.command(help=tr("Comprobar que nadie alteró, quitó ni movió ningún evento."))
@verbo
def verificar(contexto: Contexto) -> int:
    """Exit status 1 if the trail is not what Rexus wrote."""
    modelo = _modelo(contexto)
    modelo.al_dia()
    hecho = modelo.verificar()
    if contexto.como_json:
        emitir_json({"ok": hecho.ok, "frase": hecho.frase, **asdict(hecho)})
    else:
        click.echo(hecho.frase)
        if not hecho.ok:
            click.echo(
                tr(
                    "Guardar ya una copia de las tres bases tal como están, y comparar con un respaldo anterior. "
                    "Lo que se haga desde ahora se sigue asentando."
                )
            )
    return 0 if hecho.ok else 1


@auditoria.command(help=tr("Sacar a archivos firmados los meses más viejos que «auditoria.meses»."))
@click.option("--simular", is_flag=True, help=tr("Decir qué saldría, sin archivar nada."))
@verbo
def archivar(contexto: Contexto, simular: bool) -> None:
    """Archive whole months; they leave the database once their files were written and read again."""
    from rexus.auditoria import carpeta_de_archivos

    modelo = _modelo(contexto)
    meses = contexto.settings.get("auditoria.meses")
    carpeta = carpeta_de_archivos(contexto.paths)
    hechos: list[Any] = list(modelo.por_archivar(meses) if simular else modelo.archivar(meses))
    if contexto.como_json:
        emitir_json({"simulado": simular, "carpeta": str(carpeta), "archivos": [asdict(hecho) for hecho in hechos]})
        return
    if not hechos:
        frase = tr("No hay meses para archivar.") if meses else tr("«auditoria.meses» es 0: no se archiva nunca.")
        click.echo(frase)
        return
    for hecho in hechos:
        click.echo(tr("{mes}: eventos {desde} a {hasta}").format(mes=hecho.mes, desde=hecho.desde, hasta=hecho.hasta))
    if simular:
        click.echo(tr("No se archivó nada: es una simulación."))
    else:
        click.echo(tr("Quedaron en {carpeta}. Conviene copiarlos a otro disco.").format(carpeta=carpeta))


def _modelo(contexto: Contexto) -> Auditoria:
    from rexus.auditoria import Auditoria
    from rexus.modulos import tablas  # noqa: F401 - makes every table known

    actor = contexto.actor
    return Auditoria(contexto.registry, lambda: actor)


def _momento(dia: datetime | None, *, hasta: bool = False) -> datetime | None:
    """A moment in UTC; as an end, a day stands for all of it."""
    if dia is None:
        return None
    entero = hasta and not (dia.hour or dia.minute or dia.second)
    return dia.replace(tzinfo=UTC) + timedelta(days=1 if entero else 0)


def _fila(evento: EventoVisto | EventoIlegible) -> dict[str, Any]:
    from rexus.auditoria import EventoIlegible

    if isinstance(evento, EventoIlegible):
        return {
            "id": evento.id,
            "accion": tr("ilegible"),
            "cambio": tr("No se puede leer: alguien lo cambió por fuera de Rexus."),
        }
    return {**asdict(evento), "cambio": _cambio(evento)}


def _cambio(evento: EventoVisto) -> str:
    """«stock: 3 → 5; …», cut to what fits a line."""
    partes = [f"{nombre}: {_corto(antes)} → {_corto(despues)}" for nombre, (antes, despues) in evento.cambios.items()]
    texto = "; ".join(partes)
    return texto if len(texto) <= _CAMBIO_VISIBLE else f"{texto[:_CAMBIO_VISIBLE]}…"


def _corto(valor: Any) -> str:
    if valor is None:
        return "—"
    return valor if isinstance(valor, str) else json.dumps(valor, ensure_ascii=False)
