"""The proof that the trail is what Rexus wrote: every event, every archive that is still there, every head."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from rexus.auditoria import cadena, cortes, recorrido
from rexus.auditoria.archivo import Registrado, comprobar_firma, firma, leer_archivo, registrados
from rexus.auditoria.cabezas import ILEGIBLE
from rexus.auditoria.cadena import ORIGEN, Eslabon
from rexus.auditoria.orm import Evento
from rexus.auditoria.recorrido import ARCHIVO, CABEZA, CORTADA, Falla, Ilegible, Recorrido, alterado, faltan
from rexus.base.errors import ArchivoError
from rexus.base.text import contados, formatear_numero, tr
from rexus.db import names
from rexus.db.work import Work

EQUIPO: Final = "equipo"
_PASO: Final = 1_000


@dataclass(frozen=True)
class CabezaVista:
    """A head kept elsewhere: `lugar` «users» or «equipo»; `coincide` None: there is none there.

    `restaurada`: it stands for what a restore took away since, of which that machine had not heard yet.
    """

    lugar: str
    numero: int | None
    coincide: bool | None
    restaurada: bool = False


@dataclass(frozen=True)
class Verificacion:
    """What was looked at, and the first thing that is wrong; `falla` None: the trail is what Rexus wrote.

    `eventos` and `archivados` count what was proven, `ultimo` is the number of the last event. `archivos_ausentes`
    names the files that are not on this machine; the chain goes on behind them.
    """

    eventos: int
    archivados: int
    ultimo: int
    falla: Falla | None
    cabezas: tuple[CabezaVista, ...]
    archivos_ausentes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return self.falla is None

    @property
    def frase(self) -> str:
        """What the user reads."""
        if self.falla is not None:
            return tr("La auditoría no está como Rexus la escribió. {falla}").format(falla=self.falla.frase)
        eventos = contados(self.eventos + self.archivados, tr("evento comprobado"), tr("eventos comprobados"))
        frase = tr("La cadena está entera: {eventos}.").format(eventos=eventos)
        for cabeza in self.cabezas:
            if cabeza.restaurada:
                atras = tr("Desde esta computadora se había visto hasta el evento {numero}: se restauró un respaldo.")
                frase = f"{frase} {atras.format(numero=formatear_numero(cabeza.numero or 0))}"
        if self.archivos_ausentes:
            ausentes = tr("No están en esta computadora, y no se comprobaron: {archivos}.")
            frase = f"{frase} {ausentes.format(archivos=', '.join(self.archivos_ausentes))}"
        return frase


def con_falla(hecho: Verificacion, falla: Falla) -> Verificacion:
    """The same with something that was found elsewhere."""
    return replace(hecho, falla=falla)


def recorrer(
    work: Work,
    llave: bytes,
    carpeta: Path,
    cabezas: Mapping[str, Eslabon | None],
    cortes_vistos: Collection[str] = (),
) -> Verificacion:
    """Walk the whole chain, the archives in `carpeta` first. Unit of work on `auditoria`.

    `cabezas` (by place) were read before, so that the chain can only have grown since; `cortes_vistos` are the restores
    that this machine knew when it wrote its own. Needs «auditoria.ver».
    """
    work.actor.exigir("auditoria.ver")
    camino = Recorrido(llave, ORIGEN)
    falla, ausentes = _archivos(work, llave, carpeta, camino)
    archivados = camino.vistos
    if falla is None:
        falla = _eventos(work, camino)
    vistas = tuple(_ver(work, lugar, cabeza) for lugar, cabeza in cabezas.items())
    if falla is None:
        # What a restore tells is proven now, like everything else.
        vistas = tuple(_explicada(work, llave, vista, cortes_vistos) for vista in vistas)
    if falla is None:
        falla = _cabezas(camino.fin, vistas)
    return Verificacion(camino.vistos - archivados, archivados, camino.fin.numero, falla, vistas, tuple(ausentes))


def _archivos(work: Work, llave: bytes, carpeta: Path, camino: Recorrido) -> tuple[Falla | None, list[str]]:
    ausentes: list[str] = []
    try:
        todos = registrados(work)
    except (ValueError, TypeError) as error:
        # A moment that is none: somebody wrote it past the program.
        return Falla(ARCHIVO, None, tr("Un registro de archivo fue alterado ({detalle}).").format(detalle=error)), []
    for registrado in todos:
        if firma(llave, registrado) != registrado.firma:
            return _de_archivo(registrado, tr("no lo registró Rexus, o su registro fue alterado")), ausentes
        if registrado.desde != camino.fin.numero + 1:
            return faltan(camino.fin.numero + 1, registrado.desde - 1), ausentes
        if not (carpeta / registrado.archivo).is_file():
            ausentes.append(registrado.archivo)
            camino.fin = Eslabon(registrado.hasta, registrado.hash)
            continue
        try:
            falla = _contenido(carpeta / registrado.archivo, registrado, camino, work)
        except ArchivoError as error:
            falla = _de_archivo(registrado, error.frase)
        if falla is not None:
            return falla, ausentes
    return None, ausentes


def _contenido(file: Path, registrado: Registrado, camino: Recorrido, work: Work) -> Falla | None:
    comprobar_firma(file.parent, registrado)
    for fila in leer_archivo(file, registrado.sha256):
        if (falla := camino.mirar(fila)) is not None:
            return falla
        if not camino.vistos % _PASO:
            work.avance.paso(camino.vistos)
    if camino.fin != Eslabon(registrado.hasta, registrado.hash):
        return _de_archivo(registrado, tr("no termina donde debe"))
    return None


def _eventos(work: Work, camino: Recorrido) -> Falla | None:
    total = camino.vistos + (work.connection.scalar(select(func.count(Evento.id))) or 0)
    for fila in recorrido.eventos(work):
        falla = alterado(fila.numero) if isinstance(fila, Ilegible) else camino.mirar(fila)
        if falla is not None:
            return falla
        if not camino.vistos % _PASO:
            work.avance.paso(camino.vistos, total)
    return None


def _ver(work: Work, lugar: str, cabeza: Eslabon | None) -> CabezaVista:
    if cabeza is None:
        return CabezaVista(lugar, None, None)
    if cabeza == ILEGIBLE:
        return CabezaVista(lugar, None, False)
    return CabezaVista(lugar, cabeza.numero, cadena.concuerda(work, cabeza))


def _explicada(work: Work, llave: bytes, vista: CabezaVista, vistos: Collection[str]) -> CabezaVista:
    """The head of a machine that heard nothing yet of a restore. That in the database was restored with it."""
    if vista.lugar != EQUIPO or vista.coincide is not False or vista.numero is None:
        return vista
    if not cortes.explican(cortes.todos(work, llave), Eslabon(vista.numero, ""), vistos):
        return vista
    return replace(vista, coincide=True, restaurada=True)


def _cabezas(fin: Eslabon, vistas: tuple[CabezaVista, ...]) -> Falla | None:
    for vista in vistas:
        if vista.numero is not None and vista.numero > fin.numero and not vista.restaurada:
            return faltan(fin.numero + 1, vista.numero, CORTADA)
    for vista in vistas:
        donde = tr("esta computadora") if vista.lugar == EQUIPO else tr("la base «{base}»").format(base=vista.lugar)
        if vista.coincide is False:
            frase = tr("La copia de la cabeza en {donde} no coincide con la cadena: una de las dos fue cambiada.")
            return Falla(CABEZA, vista.numero, frase.format(donde=donde))
        # A machine may be new; the database had its head before the first event.
        if vista.coincide is None and vista.lugar == names.USERS and fin != ORIGEN:
            frase = tr("Falta la copia de la cabeza en {donde}: no se puede saber si a la cadena le cortaron el final.")
            return Falla(CABEZA, None, frase.format(donde=donde))
    return None


def _de_archivo(registrado: Registrado, motivo: str) -> Falla:
    frase = tr("El archivo «{archivo}» (eventos {desde} a {hasta}): {motivo}.")
    return Falla(
        ARCHIVO,
        registrado.desde,
        frase.format(
            archivo=registrado.archivo, desde=registrado.desde, hasta=registrado.hasta, motivo=motivo.rstrip(".")
        ),
    )
