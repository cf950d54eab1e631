"""Search while typing, first 100 rows in order, beside a full LIKE scan and beside an FTS5 trigram query."""

from __future__ import annotations

import statistics
from pathlib import Path

from rexus.stock.consulta import Consulta, palabras
from tests.benchmarks.base import COLUMNAS, abierto, cruda
from tests.benchmarks.filas import Fila, medianas

# As people type: common and rare, several words, accents, codes, and what is not there.
TERMINOS = (
    "mar",
    "marco",
    "marco 64",
    "ñandu",
    "nandú marco",
    "travesaño 78 synego",
    "564002",
    "200123.131",
    "00123.1",
    "rack a1",
    "rack a12 kommerling umbral",
    "antracita",
    "balconera roble",
    "esquinero",
    "17 mm veka",
    "zzzq",
    "cuarto cana nogal aluar",
    "premarco hydro pasillo f2",
)


def medir(lugar: Path) -> list[Fila]:
    """The rows «search»: the median over the terms of each term's ratio, and the slowest term."""
    contra_like, contra_fts, nuestras, varas_like = [], [], [], []
    columnas = ", ".join("stock_actual - stock_reservado" if c == "disponible" else f"p.{c}" for c in COLUMNAS)
    with abierto(lugar) as (_registry, modelo), cruda(lugar) as conexion:
        for termino in TERMINOS:
            buscadas = palabras(termino)
            donde = " AND ".join("p.busqueda LIKE ?" for _ in buscadas)
            like = f"SELECT p.id, {columnas} FROM inventario_perfiles p WHERE +p.activo = 1 AND {donde}"
            # A full scan looks at every row, whatever it finds; fetching stops at the hundred that are shown.
            like_ordenado = f"SELECT * FROM ({like} ORDER BY +p.codigo) LIMIT 100"
            frase = " AND ".join(f'"{p}"' for p in buscadas if len(p) > 2)
            fts = (
                f"SELECT p.id, {columnas} FROM inventario_perfiles_fts f JOIN inventario_perfiles p ON p.id = f.rowid"
                f" WHERE f.busqueda MATCH ? AND +p.activo = 1 ORDER BY p.codigo LIMIT 100"
            )
            comodines = [f"%{p}%" for p in buscadas]
            nuestra, vara_like = medianas(
                lambda t=termino: modelo.primera(Consulta(t), COLUMNAS),  # type: ignore[misc]
                lambda s=like_ordenado, c=comodines: conexion.execute(s, c).fetchall(),  # type: ignore[misc]
                veces=5,
                calentar=1,
            )
            otra, vara_fts = medianas(
                lambda t=termino: modelo.primera(Consulta(t), COLUMNAS),  # type: ignore[misc]
                lambda s=fts, f=frase: conexion.execute(s, (f,)).fetchall(),  # type: ignore[misc]
                veces=9,
                calentar=1,
            )
            nuestras.append(min(nuestra, otra))
            varas_like.append(vara_like)
            contra_like.append(vara_like / nuestra)
            contra_fts.append(otra / vara_fts)
    mediana = statistics.median(nuestras) * 1e3
    like, fts = statistics.median(contra_like), statistics.median(contra_fts)
    return [
        Fila("búsqueda, mediana", mediana, mediana * like, "ms", 20, "recorrido LIKE completo", minimo=True),
        Fila("búsqueda contra FTS5", mediana, mediana / fts, "ms", 3, "consulta FTS5 trigram, en orden"),
        Fila("búsqueda, la más lenta", max(nuestras) * 1e3, max(varas_like) * 1e3, "ms", 1, "recorrido LIKE completo"),
    ]
