"""A made-up catalogue as a workshop's office keeps it, of any size, always the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rexus.intercambio.campos import LONGITUD_MAXIMA, Campo

TITULOS = (
    *("Código", "Descripción", "Tipo", "Tipo de material", "Acabado", "Proveedor", "Unidad", "Longitud", "Ancho"),
    *("Alto", "Stock actual", "Stock mínimo", "Ubicación", "Ped. mín.", "Emba.", "Importe"),
)
CAMPOS = (
    Campo("codigo", "Código", obligatorio=True, largo=60),
    Campo("descripcion", "Descripción", largo=255),
    Campo("tipo", "Tipo", largo=60),
    Campo("tipo_material", "Tipo de material", largo=60),
    Campo("acabado", "Acabado", largo=120),
    Campo("proveedor", "Proveedor", largo=120),
    Campo("unidad", "Unidad", largo=20),
    *(Campo(n, n.title(), "entero", minimo=0, maximo=LONGITUD_MAXIMA) for n in ("longitud", "ancho", "alto")),
    Campo("stock_actual", "Stock actual", "cantidad", minimo=0),
    Campo("stock_minimo", "Stock mínimo", "cantidad", minimo=0),
    Campo("ubicacion", "Ubicación", largo=60),
    Campo("ped_min", "Pedido mínimo", "cantidad", minimo=0),
    Campo("emba", "Embalaje", "cantidad", minimo=0),
    Campo("importe", "Importe", "dinero", minimo=0),
)
_PIEZAS = (
    "Marco 64",
    "Hoja Z74",
    "Travesaño 78",
    "Umbral 3 puerta (aluminio)",
    "Refuerzo 35x20/1,5",
    "Cuarto caña 17 mm",
)
_ACABADOS = (
    ("000", "Material Sin Tratar"),
    ("130", "Blanco/Blanco"),
    ("131", "Mon/Mon"),
    ("702", "Anodizado; natural"),
)
_PROVEEDORES = ("INDUSTRIAS REHAU", "Kömmerling", "Ñandú Perfiles S.R.L.", 'Aluar "División" Elaborados')


def filas(cuantas: int) -> Iterator[list[str]]:
    """Text rows in the Argentine manner."""
    for i in range(cuantas):
        sufijo, acabado = _ACABADOS[i % 4]
        centavos = 350_000 + i * 7_919 % 9_500_000
        yield [
            *(f"{200000 + i // 4}.{sufijo}", f"{_PIEZAS[i % 6]} Euro-Design {60 + i % 3 * 10} nº {i}", "PERFILES"),
            *("Aluminio" if i % 3 else "PVC", acabado, _PROVEEDORES[i % 4], "barra"),
            *(str((5800, 6000, 6500)[i % 3]), str(20 + i % 60), str(15 + i % 80)),
            *(f"{i % 61},5" if i % 7 == 0 else str(i % 61), str(i % 5 * 2), f"Rack {'ABCDEF'[i % 6]}{i % 24 + 1}"),
            *(str(1 + i % 10), str(1 + i % 8), f"{centavos // 100},{centavos % 100:02d}"),
        ]


def escribir_csv(ruta: Path, cuantas: int) -> Path:
    """The catalogue as CSV, one quoted field where it needs it."""
    with ruta.open("w", encoding="utf-8", newline="") as salida:
        salida.write(";".join(TITULOS) + "\r\n")
        for fila in filas(cuantas):
            celdas = (f'"{c.replace(chr(34), chr(34) * 2)}"' if ";" in c or '"' in c else c for c in fila)
            salida.write(";".join(celdas) + "\r\n")
    return ruta
