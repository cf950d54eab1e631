"""A set as people look at it: the words for its age, its place, what is known of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from rexus.base.text import contados, edad, formatear_fecha, formatear_tamano, tr
from rexus.respaldos import COMPLETO, Conjunto, motivos
from rexus.respaldos.calendario import Slot
from rexus.respaldos.comparar import Cambio, Diferencia
from rexus.respaldos.errors import RespaldoAlteradoError
from rexus.respaldos.programador import EstadoProgramador


@dataclass(frozen=True)
class Linea:
    """A folder with a set's name. `conjunto` is None when it is no whole set: `porque` says why then, or what was found
    wrong with a set since it was made. `carpeta` is where it can be used from.

    `aqui` and `alla`: whether it lies in the program's own folder and in the other one. `no_se_elimina` says why it has
    to stay; empty when it may go. Moments in UTC.
    """

    id: str
    carpeta: Path
    conjunto: Conjunto | None
    porque: str = ""
    aqui: bool = True
    alla: bool = False
    verificado: datetime | None = None
    probado: datetime | None = None
    falla_de_prueba: str = ""
    no_se_elimina: str = ""

    @property
    def sirve(self) -> bool:
        """Whether it can be restored, as far as anybody knows."""
        return self.conjunto is not None and not self.porque

    @property
    def fecha(self) -> datetime | None:
        """When it was begun, by its name if nothing else tells; None when nobody can."""
        return self.conjunto.fecha if self.conjunto is not None else fecha_de(self.id)


@dataclass(frozen=True)
class Panorama:
    """All that the page shows, as it was at `momento`. Bytes; `libres` None when the disk does not say.

    `otra` is the other folder as the settings name it, `otra_falta` why it cannot be used now; `esperan` is how many
    good sets are still to be copied there. `otra_falla` is what stood in the way of that when it was last tried, since
    `otra_desde`. `prueba_fallida`: what the last test restore found wrong; empty: nothing. `de_otros`: when any seat of
    a server made its newest set.
    """

    momento: datetime
    lineas: tuple[Linea, ...]
    carpeta: Path
    libres: int | None
    otra: str = ""
    otra_falta: str = ""
    otra_falla: str = ""
    otra_desde: datetime | None = None
    esperan: int = 0
    prueba_fallida: str = ""
    de_otros: datetime | None = None

    @property
    def ultimo(self) -> Linea | None:
        """The newest set that can be restored."""
        return next((linea for linea in self.lineas if linea.sirve), None)

    @property
    def ultima_fecha(self) -> datetime | None:
        """When the newest good set was begun, here or by another seat."""
        fechas = [f for f in (self.ultimo.fecha if self.ultimo else None, self.de_otros) if f is not None]
        return max(fechas, default=None)


def fecha_de(id_: str) -> datetime | None:
    """When a set of that id was begun (UTC); None of a name that tells no time."""
    try:
        return datetime.strptime(id_[:15], "%Y%m%d_%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def tipo(linea: Linea) -> str:
    """«Completo», «Completo · antes de importar · cifrado»."""
    if linea.conjunto is None:
        return ""
    c = linea.conjunto
    nombre = tr("Completo") if c.tipo == COMPLETO else tr("Incremental")
    return " · ".join(
        parte for parte in (nombre, motivos.en_palabras(c.motivo), tr("cifrado") if c.cifrado else "") if parte
    )


def que_es(linea: Linea) -> str:
    """Its kind; of what is no good set, why."""
    return tipo(linea) if linea.sirve else tr("No sirve: {porque}").format(porque=_en_frase(porque(linea)))


def porque(linea: Linea) -> str:
    """What is wrong with it, without naming it once more."""
    nombre = linea.id if linea.conjunto is None or linea.conjunto.base is None else None
    if nombre is not None:
        antes, _, despues = RespaldoAlteradoError(nombre, "\0").frase.partition("\0")
        if linea.porque.startswith(antes) and linea.porque.endswith(despues):
            corto = linea.porque[len(antes) : len(linea.porque) - len(despues)]
            return f"{corto[:1].upper()}{corto[1:]}."
    return linea.porque


def guardia(linea: Linea, zona: tzinfo) -> str:
    """Why it cannot be deleted, sets by their dates; empty when it can."""
    if not linea.no_se_elimina:
        return ""

    def fecha(id_: re.Match[str]) -> str:
        momento = fecha_de(id_[0])
        return formatear_fecha(momento, zona) if momento is not None else id_[0]

    porque = re.sub(r"\d{8}_\d{6}_\w+", fecha, linea.no_se_elimina)
    return tr("No se puede eliminar: {porque}").format(porque=_minuscula(porque))


def motor(linea: Linea) -> str:
    """The engine that the databases were on."""
    if linea.conjunto is None:
        return ""
    conocidos = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "mssql": "SQL Server"}
    return conocidos.get(linea.conjunto.motor, linea.conjunto.motor)


def donde(linea: Linea) -> str:
    """Where it lies."""
    if linea.aqui and linea.alla:
        return tr("Aquí y en la otra carpeta")
    return tr("Aquí") if linea.aqui else tr("Solo en la otra carpeta")


def cuando(momento: datetime, zona: tzinfo, ahora: datetime) -> str:
    """«hoy 14:00», «mañana 02:00», «ayer 02:00», else the date."""
    local = momento.astimezone(zona)
    dias = (local.date() - ahora.astimezone(zona).date()).days
    nombre = {-1: tr("ayer"), 0: tr("hoy"), 1: tr("mañana")}.get(dias)
    return f"{nombre} {local:%H:%M}" if nombre else formatear_fecha(momento, zona)


def resumen(panorama: Panorama, zona: tzinfo) -> tuple[bool, str]:
    """Whether there is a good set, and the sentence about the newest one."""
    ultimo = panorama.ultimo
    if ultimo is None or ultimo.fecha is None:
        hay = bool(panorama.lineas)
        return False, tr("Ningún respaldo sirve para restaurar.") if hay else tr("Todavía no hay ningún respaldo.")
    ahora = panorama.momento
    return True, tr("Último respaldo verificado: {cuando} ({edad}).").format(
        cuando=cuando(ultimo.fecha, zona, ahora), edad=edad(ultimo.fecha, ahora)
    )


def proximos(slots: Sequence[Slot], zona: tzinfo, ahora: datetime) -> str:
    """«Próximos: incremental hoy 14:00 · completo mañana 02:00.»"""
    if not slots:
        return ""
    partes = [
        f"{tr('completo') if slot.tipo == COMPLETO else tr('incremental')} {cuando(slot.momento, zona, ahora)}"
        for slot in slots
    ]
    return tr("Próximos: {cuales}.").format(cuales=" · ".join(partes))


def programa(estado: EstadoProgramador | None, zona: tzinfo, ahora: datetime) -> str:
    """What the scheduler will do, or why it does nothing."""
    if estado is None:
        return ""
    if estado.de_otro:
        return tr("Los respaldos a sus horas los hace el puesto «{equipo}».").format(equipo=estado.de_otro)
    if estado.pausado:
        return tr("En pausa: no se hace ninguno a su hora.")
    frase = proximos(estado.proximos, zona, ahora)
    if estado.falla is not None and estado.reintento is not None:
        frase += " " + tr("Se vuelve a intentar {cuando}.").format(cuando=cuando(estado.reintento, zona, ahora))
    return frase.strip()


def otra_carpeta(panorama: Panorama, zona: tzinfo) -> str:
    """How the other folder stands; empty without one."""
    if not panorama.otra:
        return ""
    cuantos = contados(panorama.esperan, tr("respaldo"), tr("respaldos"))
    desde = ""
    if panorama.otra_desde is not None:
        desde = " " + tr("Es así desde {cuando}.").format(cuando=cuando(panorama.otra_desde, zona, panorama.momento))
    if panorama.otra_falta:
        frase = tr("No se puede usar la otra carpeta, «{carpeta}»: {porque}.").format(
            carpeta=panorama.otra, porque=_en_frase(panorama.otra_falta)
        )
        if panorama.esperan:
            frase += " " + tr("Cuando vuelva se copian allí {cuantos}.").format(cuantos=cuantos)
        return frase + desde
    if panorama.otra_falla and panorama.esperan:
        return tr("Por copiar: {cuantos}.").format(cuantos=cuantos) + f" {panorama.otra_falla}{desde}"
    if panorama.otra_falla:
        return f"{panorama.otra_falla}{desde}"
    if panorama.esperan:
        return tr("Por copiar a «{carpeta}»: {cuantos}.").format(carpeta=panorama.otra, cuantos=cuantos)
    return tr("En «{carpeta}» no falta ninguno.").format(carpeta=panorama.otra)


def paso(nombre: str) -> str:
    """What is being done once that step (`hacer.PASOS`, `restaurar.PASOS`) is over."""
    return {
        "": tr("Preparando"),
        "espera": tr("Esperando a que termine otro respaldo"),
        "empezado": tr("Copiando las cuentas"),
        "copiado_users": tr("Copiando el inventario"),
        "copiado_inventario": tr("Copiando la auditoría"),
        "copiado_auditoria": tr("Comprobando y comprimiendo"),
        "empacado": tr("Guardando"),
        "comprobando": tr("Comprobando el respaldo"),
        "duena": tr("Comprobando el respaldo"),
        "probado": tr("Preparando las bases"),
        "preparado": tr("Respaldando lo que hay ahora"),
        "resguardado": tr("Poniendo las bases en su lugar"),
        "marcado": tr("Poniendo las bases en su lugar"),
        "cargada_users": tr("Cargando el inventario"),
        "cargada_inventario": tr("Cargando la auditoría"),
        "cargada_auditoria": tr("Comprobando lo que se cargó"),
        "comprobada": tr("Terminando"),
        "confirmada_users": tr("Terminando"),
        "confirmada_inventario": tr("Terminando"),
        "confirmada_auditoria": tr("Terminando"),
    }.get(nombre, "")


def perdidas(diferencia: Diferencia, zona: tzinfo) -> list[str]:
    """What would be lost, line by line; empty when nothing would."""
    d = diferencia
    lineas = []
    if d.movimientos.se_pierden and d.desde is not None and d.hasta is not None:
        desde, hasta = formatear_fecha(d.desde, zona), formatear_fecha(d.hasta, zona)
        frase = tr("{n}, del {desde}") if desde == hasta else tr("{n}, del {desde} al {hasta}")
        cuantos = contados(d.movimientos.se_pierden, tr("movimiento posterior"), tr("movimientos posteriores"))
        lineas.append(frase.format(n=cuantos, desde=desde, hasta=hasta))
    if d.articulos.se_pierden:
        lineas.append(
            contados(
                d.articulos.se_pierden, tr("artículo que todavía no estaba"), tr("artículos que todavía no estaban")
            )
        )
    if d.cuentas.se_pierden:
        lineas.append(
            contados(d.cuentas.se_pierden, tr("cuenta que todavía no estaba"), tr("cuentas que todavía no estaban"))
        )
    return lineas


def ganancias(diferencia: Diferencia) -> list[str]:
    """What would come back or be otherwise, line by line."""
    d = diferencia
    casos: tuple[tuple[Cambio, str, str, str, str], ...] = (
        (d.movimientos, tr("movimiento vuelve"), tr("movimientos vuelven"), "", ""),
        (
            d.articulos,
            tr("artículo vuelve"),
            tr("artículos vuelven"),
            tr("artículo queda con otro stock u otros datos"),
            tr("artículos quedan con otro stock u otros datos"),
        ),
        (
            d.cuentas,
            tr("cuenta vuelve"),
            tr("cuentas vuelven"),
            tr("cuenta queda con otra clave u otros datos"),
            tr("cuentas quedan con otra clave u otros datos"),
        ),
    )
    lineas = []
    for cambio, uno, varios, uno_cambia, varios_cambian in casos:
        if cambio.vuelven:
            lineas.append(contados(cambio.vuelven, uno, varios))
        if cambio.cambian:
            lineas.append(contados(cambio.cambian, uno_cambia, varios_cambian))
    return lineas


def pie(panorama: Panorama) -> str:
    """«12 respaldos · 340 MB · 1 no sirve · 118 GB libres»."""
    malos = sum(not linea.sirve for linea in panorama.lineas)
    ocupan = sum(linea.conjunto.bytes for linea in panorama.lineas if linea.conjunto is not None and linea.aqui)
    partes = [contados(len(panorama.lineas) - malos, tr("respaldo"), tr("respaldos"))]
    if ocupan:
        partes.append(formatear_tamano(ocupan))
    if malos:
        partes.append(contados(malos, tr("no sirve"), tr("no sirven")))
    if panorama.libres is not None:
        partes.append(tr("{bytes} libres en el disco").format(bytes=formatear_tamano(panorama.libres)))
    return " · ".join(partes)


def _en_frase(texto: str) -> str:
    return _minuscula(texto).rstrip(".")


def _minuscula(texto: str) -> str:
    return texto[:1].lower() + texto[1:]
