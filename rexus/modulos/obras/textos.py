"""The words and signs of obras and their materials, and the sentences about what was done. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from rexus.base.text import contados, formatear_numero, tr
from rexus.stock import coberturas, entregas_de_obra, requerimientos
from rexus.stock.coberturas import SIN_MATERIALES, Cobertura
from rexus.stock.cuentas_obra import Tenencia
from rexus.stock.entregas import EntregaHecha
from rexus.stock.entregas_de_obra import EntregaVista
from rexus.stock.estados_obra import CANCELADA, CERRADA, MEDICION, rotulos
from rexus.stock.requerimientos import DISPONIBLE, ENTREGADO, FALTA, RESERVADO, SIN_ENTREGAR, SIN_PEDIR, Material
from rexus.stock.reservas import LineaReserva, ReservaHecha
from rexus.stock.resumen import PlanResumen
from rexus.stock.resumen_deshacer import ResumenDeshecho
from rexus.ui.paged_table import Mark
from rexus.ui.palette import Role

# So many codes are named in a sentence; the rest are counted.
_NOMBRADOS: Final = 3

_SIGNOS: Final[dict[str, tuple[str, Role]]] = {
    ENTREGADO: ("✓", "good"),
    RESERVADO: ("●", "good"),
    DISPONIBLE: ("○", "accent"),
    FALTA: ("▼", "bad"),
    SIN_PEDIR: ("+", "secondary"),
    SIN_ENTREGAR: ("–", "secondary"),
    SIN_MATERIALES: ("∅", "secondary"),
}
_DE_OBRA: Final[dict[str, tuple[str, Role]]] = {
    MEDICION: ("○", "secondary"),
    "pedido": ("○", "accent"),
    "en_produccion": ("●", "accent"),
    "lista": ("●", "good"),
    "colocada": ("✓", "good"),
    CERRADA: ("✓", "secondary"),
    CANCELADA: ("⊘", "secondary"),
}


def numero(cantidad: Decimal) -> str:
    """A figure that is often zero: then a dash, so that what is not zero is seen."""
    return formatear_numero(cantidad) if cantidad else "–"


def estado(nombre: str) -> str:
    """What people call the state of an obra."""
    return rotulos()[nombre]


def marca_de_estado(nombre: str) -> Mark:
    """Its sign."""
    return Mark(*_DE_OBRA[nombre])


def cobertura(hay: Cobertura) -> str:
    """«faltan 3 artículos», «reservado», «completo»: how the materials of an obra stand."""
    if hay.estado == FALTA:
        frase = tr("falta {articulos}") if hay.faltan == 1 else tr("faltan {articulos}")
        return frase.format(articulos=articulos(hay.faltan))
    return coberturas.rotulos()[hay.estado]


def marca_de_cobertura(hay: Cobertura | None) -> Mark | None:
    """Its sign, and in words how many articles stand how."""
    return None if hay is None else Mark(*_SIGNOS[hay.estado], desglose(hay))


def desglose(hay: Cobertura) -> str:
    """«12 artículos: 4 entregados, 5 reservados, 3 faltan»."""
    if not hay.articulos:
        return tr("Todavía no tiene materiales")
    partes = [
        contados(n, *palabras)
        for n, palabras in zip(
            (hay.entregados, hay.reservados, hay.disponibles, hay.faltan), _cuantos().values(), strict=False
        )
        if n
    ]
    return f"{articulos(hay.articulos)}: {', '.join(partes)}"


def material(m: Material) -> str:
    """The word of its state; how many are missing, where some are."""
    return requerimientos.rotulos()[m.estado]


def marca_de_material(m: Material) -> Mark:
    """Its sign."""
    return Mark(*_SIGNOS[m.estado])


def quien_tiene(otras: Sequence[Tenencia]) -> str:
    """«OB-0002: 3, OB-0005: 1»."""
    return ", ".join(f"{t.obra}: {formatear_numero(t.cantidad)}" for t in otras)


def articulos(cuantos: int) -> str:
    """«12 artículos»."""
    return contados(cuantos, tr("artículo"), tr("artículos"))


def piezas(cuantas: Decimal) -> str:
    """«14 piezas»."""
    return contados(cuantas, tr("pieza"), tr("piezas"))


def pie_de_materiales(materiales: Sequence[Material]) -> str:
    """«10 artículos · 4 reservados · 6 con faltante · 12 piezas que no hay»."""
    if not materiales:
        return ""
    partes = [articulos(len(materiales))]
    for nombre, palabras in _cuantos().items():
        n = sum(1 for m in materiales if m.estado == nombre)
        if n:
            partes.append(contados(n, *palabras))
    faltan = sum((m.faltan - m.disponible for m in materiales if m.estado == FALTA), Decimal(0))
    if faltan:
        partes.append(tr("{piezas} que no hay").format(piezas=piezas(faltan)))
    return " · ".join(partes)


# ── What was done ──


def reservado(hecha: ReservaHecha) -> str:
    """What was set apart, and what it is short of, with who holds some."""
    dadas = [linea for linea in hecha.lineas if linea.cantidad]
    frases = []
    if dadas:
        total = sum((linea.cantidad for linea in dadas), Decimal(0))
        frases.append(
            tr("Para {obra} se reservaron {piezas} de {articulos}.").format(
                obra=hecha.obra, piezas=piezas(total), articulos=articulos(len(dadas))
            )
        )
    elif hecha.cortas:
        frases.append(tr("No se reservó nada para {obra}.").format(obra=hecha.obra))
    else:
        frases.append(tr("{obra} no necesita reservar nada más.").format(obra=hecha.obra))
    if hecha.cortas:
        frases.append(_cortas(hecha.cortas))
    return " ".join(frases)


def liberado(hecha: ReservaHecha) -> str:
    """What was freed."""
    total = sum((linea.cantidad for linea in hecha.lineas), Decimal(0))
    if not total:
        return tr("{obra} no tenía nada reservado.").format(obra=hecha.obra)
    return tr("Se liberaron {piezas} de {articulos} que tenía {obra}.").format(
        obra=hecha.obra, piezas=piezas(total), articulos=articulos(len(hecha.lineas))
    )


def entregado(hecha: EntregaHecha) -> str:
    """What went out, and from which other obras some of it was taken."""
    frase = tr("Se entregaron {piezas} de {articulos} a {obra}.").format(
        obra=hecha.obra, piezas=_total(hecha), articulos=articulos(len(hecha.lineas))
    )
    tomadas: dict[str, Decimal] = {}
    for linea in hecha.lineas:
        for t in linea.de_otras:
            tomadas[t.obra] = tomadas.get(t.obra, Decimal(0)) + t.cantidad
    if tomadas:
        otras = ", ".join(f"{obra} {formatear_numero(n)}" for obra, n in tomadas.items())
        frase = f"{frase} {tr('Se tomaron de lo reservado para otras: {otras}.').format(otras=otras)}"
    return frase


def devuelto(hecha: EntregaHecha) -> str:
    """What came back."""
    return tr("{obra} devolvió {piezas} de {articulos}.").format(
        obra=hecha.obra, piezas=_total(hecha), articulos=articulos(len(hecha.lineas))
    )


def importado(plan: PlanResumen) -> str:
    """What a summary changed."""
    partes = [
        contados(n, uno, varios)
        for n, uno, varios in (
            (len(plan.nuevos), tr("material nuevo"), tr("materiales nuevos")),
            (len(plan.cambiados), tr("cambiado"), tr("cambiados")),
            (plan.sin_cambios, tr("sin cambios"), tr("sin cambios")),
            (plan.quitados, tr("quitado"), tr("quitados")),
            (len(plan.creados), tr("artículo creado"), tr("artículos creados")),
        )
        if n
    ]
    return tr("Resumen de {obra}: {partes}.").format(obra=plan.obra, partes=", ".join(partes) or tr("nada que cambiar"))


def vuelve_atras(plan: PlanResumen) -> str:
    """What undoing that import would do: «La importación entera, 9 líneas: …»."""
    lineas = len(plan.nuevos) + len(plan.cambiados) + plan.quitados
    frase = tr("{obra} vuelve a necesitar lo de antes en {lineas}.").format(
        obra=plan.obra, lineas=contados(lineas, tr("línea"), tr("líneas"))
    )
    if not plan.creados:
        return frase
    cuantos = contados(len(plan.creados), tr("artículo creado"), tr("artículos creados"))
    return f"{frase} " + tr("De {creados}, los que nadie usó ni cambió se eliminan.").format(creados=cuantos)


def resumen_deshecho(hecho: ResumenDeshecho) -> str:
    """What undoing an import did."""
    partes = [tr("Los materiales de {obra} vuelven a ser los de antes.").format(obra=hecho.obra)]
    if hecho.eliminados:
        cuantos = contados(len(hecho.eliminados), tr("artículo eliminado"), tr("artículos eliminados"))
        partes.append(f"{cuantos}.")
    if hecho.quedan:
        codigos = ", ".join(hecho.quedan[:4]) + (" …" if len(hecho.quedan) > 4 else "")
        partes.append(tr("Siguen en el catálogo, porque ya se usan o se cambiaron: {codigos}.").format(codigos=codigos))
    return " ".join(partes)


def titulo_de_entrega(vista: EntregaVista) -> str:
    """«Entrega R-000012», «Corte 12»: a cut has no delivery note, and is called by its batch."""
    palabra = entregas_de_obra.rotulos()[vista.tipo]
    return f"{palabra[:1].upper()}{palabra[1:]} {vista.numero or vista.id}"


def deshecha(vista: EntregaVista) -> str:
    """«Entrega R-000012 deshecha.»"""
    frase = tr("{que} deshecho.") if vista.tipo == entregas_de_obra.CORTE else tr("{que} deshecha.")
    return frase.format(que=titulo_de_entrega(vista))


def _cuantos() -> dict[str, tuple[str, str]]:
    """The states of materials as they are counted: of one, of several."""
    return {
        ENTREGADO: (tr("entregado"), tr("entregados")),
        RESERVADO: (tr("reservado"), tr("reservados")),
        DISPONIBLE: (tr("disponible sin reservar"), tr("disponibles sin reservar")),
        FALTA: (tr("con faltante"), tr("con faltante")),
        SIN_PEDIR: (tr("sin requerimiento"), tr("sin requerimiento")),
        SIN_ENTREGAR: (tr("sin entregar"), tr("sin entregar")),
    }


def _total(hecha: EntregaHecha) -> str:
    return piezas(sum((linea.cantidad for linea in hecha.lineas), Decimal(0)))


def _cortas(cortas: Sequence[LineaReserva]) -> str:
    """«Faltan 2 artículos: 245536 (4; OB-0002 tiene 3), 564002 (1).»"""
    dichas = []
    for linea in cortas[:_NOMBRADOS]:
        otras = "".join(
            tr("; {obra} tiene {n}").format(obra=t.obra, n=formatear_numero(t.cantidad))
            for t in linea.de_otras[:_NOMBRADOS]
        )
        dichas.append(f"{linea.codigo} ({formatear_numero(linea.faltan)}{otras})")
    if len(cortas) > _NOMBRADOS:
        dichas.append(tr("{n} más").format(n=len(cortas) - _NOMBRADOS))
    frase = tr("Falta {articulos}: {cuales}.") if len(cortas) == 1 else tr("Faltan {articulos}: {cuales}.")
    return frase.format(articulos=articulos(len(cortas)), cuales=", ".join(dichas))
