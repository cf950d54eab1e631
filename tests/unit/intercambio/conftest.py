"""A catalogue's fields, and reading a file in one call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rexus.intercambio.analisis import Analisis, analizar
from rexus.intercambio.campos import LONGITUD_MAXIMA, Campo
from rexus.intercambio.lector import abrir

CAMPOS = (
    Campo("codigo", "Código", obligatorio=True, largo=60),
    Campo("descripcion", "Descripción", largo=255),
    Campo("tipo", "Tipo", largo=60),
    Campo("tipo_material", "Tipo de material", largo=60),
    Campo("acabado", "Acabado", largo=120),
    Campo("numero", "Número", largo=30),
    Campo("vs", "Vs", largo=30),
    Campo("proveedor", "Proveedor", largo=120),
    Campo("longitud", "Longitud", "entero", minimo=0, maximo=LONGITUD_MAXIMA),
    Campo("ancho", "Ancho", "entero", minimo=0, maximo=LONGITUD_MAXIMA),
    Campo("alto", "Alto", "entero", minimo=0, maximo=LONGITUD_MAXIMA),
    Campo("unidad", "Unidad", largo=20),
    Campo("ubicacion", "Ubicación", largo=60),
    Campo("stock_actual", "Stock actual", "cantidad", minimo=0),
    Campo("stock_minimo", "Stock mínimo", "cantidad", minimo=0),
    Campo("ped_min", "Pedido mínimo", "cantidad", minimo=0),
    Campo("emba", "Embalaje", "cantidad", minimo=0),
    Campo("importe", "Importe", "dinero", minimo=0),
    Campo("qr", "QR", largo=255),
    Campo("imagen_referencia", "Imagen de referencia", largo=255),
    Campo("observaciones", "Observaciones"),
)


@dataclass
class Leido:
    """What came out of a file, with the temporary file already given back."""

    analisis: Analisis
    numeros: list[int]
    filas: list[dict[str, Any]]

    @property
    def errores(self) -> list[tuple[int, str, str, str]]:
        return [(e.fila, e.columna, e.valor, e.motivo) for e in self.analisis.errores]

    def columna(self, campo: str) -> list[Any]:
        return [fila[campo] for fila in self.filas]


@pytest.fixture
def campos() -> tuple[Campo, ...]:
    return CAMPOS


@pytest.fixture
def leer() -> Callable[..., Leido]:
    """`leer(ruta, campos=CAMPOS, abrir={…}, **analizar)`."""

    def leer(
        ruta: Path, campos: Sequence[Campo] = CAMPOS, abrir_con: dict[str, Any] | None = None, **mas: Any
    ) -> Leido:
        with abrir(ruta, **(abrir_con or {})) as tabla, analizar(tabla, campos, **mas) as analisis:
            pares = [par for lote in analisis.lotes(7) for par in lote]
            nombres = [campo.nombre for campo in analisis.campos]
            filas = [dict(zip(nombres, valores, strict=True)) for _, valores in pares]
            return Leido(analisis, [numero for numero, _ in pares], filas)

    return leer


@pytest.fixture
def archivo(tmp_path: Path) -> Callable[..., Path]:
    """`archivo(texto, nombre='datos.csv', codec='utf-8')` makes a file of a text or of bytes."""

    def archivo(contenido: str | bytes, nombre: str = "datos.csv", codec: str = "utf-8") -> Path:
        ruta = tmp_path / nombre
        ruta.write_bytes(contenido if isinstance(contenido, bytes) else contenido.encode(codec))
        return ruta

    return archivo
