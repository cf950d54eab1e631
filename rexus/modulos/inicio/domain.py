"""What the start page says, and where each line leads. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Final, Literal

from rexus.base.text import contados, edad, formatear_fecha, formatear_numero, tr
from rexus.stock.disputas import Disputado
from rexus.stock.obras_detenidas import Corto, ObraDetenida
from rexus.stock.pendientes import ArticuloBajo, BajoMinimo, PedidoAtrasado

#: How many lines a card has before it only counts the rest.
RENGLONES: Final = 5
# So many codes are named in a sentence.
_NOMBRADOS: Final = 3
#: Where the page of a catalogue shows what is below its minimum.
BAJO_MINIMO: Final = "bajo_minimo"

Tinta = Literal["secondary", "warning", "good"]


@dataclass(frozen=True)
class Bajos:
    """What is below its minimum in one catalogue. `modulo` is the page's id, `tabla` where its articles are kept."""

    modulo: str
    tabla: str
    hallado: BajoMinimo


@dataclass(frozen=True)
class Respaldo:
    """When the newest good backup was begun (None: there is none), and why nobody can tell, if so."""

    ultimo: datetime | None
    falla: str = ""


@dataclass(frozen=True)
class Panorama:
    """All that the page tells, as it was at `momento`; None of what whoever looks may not see.

    `hay_articulos`: somebody has entered any, whether or not there is something to tell of them. `disputas`: free goods
    that do not do for all the obras that count on them.
    """

    momento: datetime
    bajos: tuple[Bajos, ...] | None
    obras: tuple[ObraDetenida, ...] | None
    pedidos: tuple[PedidoAtrasado, ...] | None
    respaldo: Respaldo | None
    hay_articulos: bool = True
    disputas: tuple[Disputado, ...] = ()

    @property
    def vacio(self) -> bool:
        """Whether whoever looks may see nothing of all this."""
        return self.bajos is None and self.obras is None and self.pedidos is None and self.respaldo is None


@dataclass(frozen=True)
class Renglon:
    """A line of a card: what, and why; `aparte` stands at the right. Leads to a record, as the trail names it."""

    texto: str
    detalle: str
    tabla: str
    registro: int
    aparte: str = ""


@dataclass(frozen=True)
class Verbo:
    """What leads on from a card: to a page, at a place that it knows."""

    texto: str
    modulo: str
    lugar: str = ""


@dataclass(frozen=True)
class Tarjeta:
    """A figure, what it counts, and the worst of it. `nombre` is what comes after the dot of its handle.

    `calma` is what it has to say when nothing wants attention.
    """

    nombre: str
    cifra: str
    titulo: str
    tinta: Tinta
    calma: str
    detalle: str = ""
    renglones: tuple[Renglon, ...] = ()
    verbos: tuple[Verbo, ...] = ()


def tarjetas(panorama: Panorama, zona: tzinfo, *, aviso: str = "") -> list[Tarjeta]:
    """The cards, in the order in which they are looked at. `aviso`: what is wrong with the backups; empty: nothing."""
    hechas: list[Tarjeta] = []
    if panorama.obras is not None:
        hechas.append(_de_obras(panorama.obras, panorama.disputas))
    if panorama.bajos is not None:
        hechas.append(_de_bajos(panorama.bajos))
    if panorama.pedidos is not None:
        hechas.append(_de_pedidos(panorama.pedidos))
    if panorama.respaldo is not None:
        hechas.append(_de_respaldo(panorama.respaldo, panorama.momento, zona, aviso))
    return hechas


def todo_en_orden(cartas: Sequence[Tarjeta]) -> str:
    """One sentence when no card wants attention; empty when one does, or when there are none."""
    if not cartas or any(carta.tinta == "warning" for carta in cartas):
        return ""
    frase = _enumerados([carta.calma for carta in cartas])
    return f"{frase[:1].upper()}{frase[1:]}."


def _de_obras(obras: Sequence[ObraDetenida], disputas: Sequence[Disputado]) -> Tarjeta:
    return Tarjeta(
        "obras",
        formatear_numero(len(obras)),
        tr("obra a la que le falta material") if len(obras) == 1 else tr("obras a las que les falta material"),
        "warning" if obras or disputas else "secondary",
        tr("a ninguna obra le falta material"),
        en_disputa(disputas),
        renglones=tuple(
            Renglon(
                " · ".join(p for p in (obra.codigo, obra.nombre) if p), por_que(obra), "obras", obra.id, _entrega(obra)
            )
            for obra in obras[:RENGLONES]
        ),
        verbos=(Verbo(tr("Ver obras"), "obras"),) if obras or disputas else (),
    )


def por_que(obra: ObraDetenida) -> str:
    """«Faltan 4 × 245536 (6 en pedido), 2 × 564002 y 3 artículos más»."""
    partes = [_corto(corto) for corto in obra.cortos]
    resto = obra.cuantos - len(partes)
    if resto:
        partes.append(contados(resto, tr("artículo más"), tr("artículos más")))
    una = obra.cuantos == 1 and obra.cortos[0].faltan == 1
    return (tr("Falta {que}") if una else tr("Faltan {que}")).format(que=_enumerados(partes))


def en_disputa(disputas: Sequence[Disputado]) -> str:
    """«De 2 artículos lo disponible no alcanza para todas las obras que lo esperan: 245536, 564002.»"""
    if not disputas:
        return ""
    codigos = [d.codigo for d in disputas[:_NOMBRADOS]]
    if len(disputas) > _NOMBRADOS:
        codigos.append(tr("{n} más").format(n=formatear_numero(len(disputas) - _NOMBRADOS)))
    return tr("De {articulos} lo disponible no alcanza para todas las obras que lo esperan: {codigos}.").format(
        articulos=contados(len(disputas), tr("artículo"), tr("artículos")), codigos=_enumerados(codigos)
    )


def _entrega(obra: ObraDetenida) -> str:
    if obra.fecha_entrega is None:
        return ""
    return tr("entrega {fecha}").format(fecha=formatear_fecha(obra.fecha_entrega))


def _corto(corto: Corto) -> str:
    texto = f"{formatear_numero(corto.faltan)} × {corto.codigo}"
    if not corto.en_pedido:
        return texto
    return tr("{texto} ({n} en pedido)").format(texto=texto, n=formatear_numero(corto.en_pedido))


def _enumerados(partes: Sequence[str]) -> str:
    """«a», «a y b», «a, b y c»."""
    if len(partes) < 2:
        return "".join(partes)
    return tr("{varios} y {ultimo}").format(varios=", ".join(partes[:-1]), ultimo=partes[-1])


def _de_bajos(bajos: Sequence[Bajos]) -> Tarjeta:
    cuantos = sum(b.hallado.cuantos for b in bajos)
    peores = sorted(((articulo, b.tabla) for b in bajos for articulo in b.hallado.peores), key=_urgencia)
    con_algo = [b for b in bajos if b.hallado.cuantos]
    return Tarjeta(
        "articulos",
        formatear_numero(cuantos),
        tr("artículo bajo su mínimo") if cuantos == 1 else tr("artículos bajo su mínimo"),
        "warning" if cuantos else "secondary",
        tr("ningún artículo está bajo su mínimo"),
        renglones=tuple(
            Renglon(
                f"{articulo.codigo}  {articulo.descripcion}".rstrip(),
                tr("Hay {hay}, el mínimo es {minimo}").format(
                    hay=formatear_numero(articulo.stock_actual), minimo=formatear_numero(articulo.stock_minimo)
                ),
                tabla,
                articulo.id,
            )
            for articulo, tabla in peores[:RENGLONES]
        ),
        verbos=tuple(
            Verbo(
                _ver(b.hallado),
                b.modulo,
                BAJO_MINIMO,
            )
            for b in con_algo
        ),
    )


def _ver(hallado: BajoMinimo) -> str:
    """«Ver 12 perfiles»."""
    n = hallado.cuantos
    palabras = {
        "perfil": lambda: contados(n, tr("perfil"), tr("perfiles")),
        "herraje": lambda: contados(n, tr("herraje"), tr("herrajes")),
    }
    return tr("Ver {que}").format(que=palabras[hallado.clase]())


def _urgencia(par: tuple[ArticuloBajo, str]) -> tuple[bool, Decimal, str]:
    """As the query orders them: what is gone first, then what lacks most."""
    articulo, _ = par
    return articulo.stock_actual > 0, articulo.stock_actual - articulo.stock_minimo, articulo.codigo


def _de_pedidos(pedidos: Sequence[PedidoAtrasado]) -> Tarjeta:
    return Tarjeta(
        "pedidos",
        formatear_numero(len(pedidos)),
        tr("pedido atrasado") if len(pedidos) == 1 else tr("pedidos atrasados"),
        "warning" if pedidos else "secondary",
        tr("ningún pedido está atrasado"),
        renglones=tuple(
            Renglon(
                f"{pedido.numero} · {pedido.proveedor}",
                tr("Se esperaba el {fecha}: {dias} de atraso").format(
                    fecha=formatear_fecha(pedido.esperado), dias=contados(pedido.dias, tr("día"), tr("días"))
                ),
                "pedidos_compra",
                pedido.id,
            )
            for pedido in pedidos[:RENGLONES]
        ),
        verbos=(Verbo(tr("Ver pedidos"), "compras", "pedidos"),) if pedidos else (),
    )


def _de_respaldo(respaldo: Respaldo, ahora: datetime, zona: tzinfo, aviso: str) -> Tarjeta:
    ver = (Verbo(tr("Ver respaldos"), "respaldos"),)
    if respaldo.falla:
        return Tarjeta("respaldo", "?", tr("respaldos"), "warning", "", respaldo.falla, verbos=ver)
    if respaldo.ultimo is None:
        pronto = tr("el primer respaldo se hace solo")
        tinta: Tinta = "warning" if aviso else "secondary"
        return Tarjeta("respaldo", "0", tr("respaldos"), tinta, pronto, aviso or f"{pronto}.".capitalize(), verbos=ver)
    hace, cuando = edad(respaldo.ultimo, ahora), formatear_fecha(respaldo.ultimo, zona)
    return Tarjeta(
        "respaldo",
        hace[:1].upper() + hace[1:],
        tr("el último respaldo"),
        "warning" if aviso else "good",
        tr("el último respaldo es del {cuando}").format(cuando=cuando),
        aviso or cuando,
        verbos=ver,
    )
