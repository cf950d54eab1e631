"""Places, suppliers, articles and prices of the example, as they stood before its thirty days began."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from rexus.db.work import Work
from rexus.ejemplo import datos
from rexus.ejemplo.datos import ACABADOS_ALU, ACABADOS_PVC, ALU, PVC, Forma
from rexus.stock import articulos, kits, precios, proveedores, ubicaciones
from rexus.stock.kits import ParteDada

PERFIL, HERRAJE = "perfil", "herraje"
#: What the kit of an entrance door holds, by code.
PARTES = {"BI-100.NG": 3, "CE-35M.NG": 1, "CI-070.NG": 1, "MA-PRT.NG": 1}
# One article in so many has no price, and one in so many has run out: as in any workshop.
_SIN_PRECIO, _AGOTADO = 17, 19


@dataclass(frozen=True)
class Sembrado:
    """The ids of what was made, by code."""

    perfiles: dict[str, int]
    herrajes: dict[str, int]
    proveedores: dict[str, int]
    kit: int


def cuantos() -> int:
    """How many articles `sembrar` makes: what its progress counts."""
    return len(PVC) * len(ACABADOS_PVC) + len(ALU) * len(ACABADOS_ALU) + len(datos.HERRAJES) * len(datos.COLORES)


def sembrar(work: Work, azar: Random) -> Sembrado:
    """Make it all; the same numbers give the same workshop."""
    for codigo, nombre, tipo in datos.LUGARES:
        ubicaciones.crear(work, codigo, nombre, tipo)
    suyos = {
        nombre: proveedores.crear(work, {"nombre": nombre, "dias_entrega": dias, "telefono": telefono}).value.id
        for nombre, dias, telefono in datos.PROVEEDORES
    }
    total, perfiles, herrajes = cuantos(), {}, {}
    for n, (codigo, valores, forma, precio) in enumerate(_perfiles(azar)):
        work.avance.paso(n, total)
        perfiles[codigo] = _articulo(work, PERFIL, n, codigo, valores, forma, precio, azar, suyos)
    for n, (codigo, valores, forma, precio) in enumerate(_herrajes(azar), len(perfiles)):
        work.avance.paso(n, total)
        herrajes[codigo] = _articulo(work, HERRAJE, n, codigo, valores, forma, precio, azar, suyos)
    partes = [ParteDada(cuantas, herrajes[codigo]) for codigo, cuantas in PARTES.items()]
    puerta = {"codigo": "KIT-PUERTA", "nombre": "Herrajes de una puerta de entrada"}
    kit = kits.crear(work, HERRAJE, puerta, partes).value.id
    return Sembrado(perfiles, herrajes, suyos, kit)


_Dado = tuple[str, dict[str, object], Forma, int]


def _perfiles(azar: Random) -> Iterator[_Dado]:
    for formas, acabados, proveedor, material, longitud in (
        (PVC, ACABADOS_PVC, datos.SUR, "PVC", 5800),
        (ALU, ACABADOS_ALU, datos.PARANA, "Aluminio", 6000),
    ):
        for forma in formas:
            lugar = f"Rack {'A' if material == 'PVC' else 'B'}{azar.randint(1, 4)}"
            for sufijo, acabado, factor in acabados:
                valores: dict[str, object] = {
                    "descripcion": forma.nombre,
                    "tipo": forma.grupo,
                    "tipo_material": material,
                    "acabado": acabado,
                    "proveedor": proveedor,
                    "longitud": longitud,
                    "ubicacion": lugar,
                    "emba": 4,
                    "ped_min": 4,
                }
                yield f"{forma.codigo}.{sufijo}", valores, forma, round(forma.precio * factor)


def _herrajes(azar: Random) -> Iterator[_Dado]:
    for forma in datos.HERRAJES:
        lugar = f"Estante H{azar.randint(1, 4)}"
        for sufijo, color in datos.COLORES:
            valores: dict[str, object] = {
                "nombre": f"{forma.nombre}, {color.lower()}",
                "categoria": forma.grupo,
                "color": color,
                "proveedor": datos.BELGRANO,
                "ubicacion": lugar,
                "emba": 10 if forma.minimo >= 20 else 1,
            }
            yield f"{forma.codigo}.{sufijo}", valores, forma, forma.precio


def _articulo(
    work: Work,
    clase: str,
    n: int,
    codigo: str,
    valores: dict[str, object],
    forma: Forma,
    precio: int,
    azar: Random,
    suyos: dict[str, int],
) -> int:
    """The article with what there was of it, and what its suppliers ask."""
    hay = 0 if n % _AGOTADO == 7 else azar.randint(forma.minimo // 2 + 1, forma.minimo * 4 + 4)
    datos_ = {**valores, "codigo": codigo, "stock_minimo": forma.minimo}
    nuevo = articulos.crear(work, clase, datos_, stock_inicial=hay).value.id
    if n % _SIN_PRECIO != 3:
        de_quien = suyos[str(valores["proveedor"])]
        precios.poner(work, clase, nuevo, de_quien, {"precio": precio, "preferido": True, "codigo": codigo})
        if n % 5 == 0:
            caro = round(precio * 1.12)
            precios.poner(work, clase, nuevo, suyos[datos.ABERTURA], {"precio": caro, "codigo": f"TA-{codigo}"})
    return nuevo
