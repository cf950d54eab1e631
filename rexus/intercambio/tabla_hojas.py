"""One sheet of an .xlsx, .xls or .ods as a Tabla."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, cast

from rexus.base.errors import ArchivoError
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.intercambio import limites
from rexus.intercambio.deposito import Deposito
from rexus.intercambio.medida_xls import LibroXls, con_clave
from rexus.intercambio.medida_xlsx import HojaMedida
from rexus.intercambio.revision import Revision
from rexus.intercambio.tabla import Celda, Formato, Rango, Tabla

_BLOQUE = 2_000


class TablaHojas(Tabla):
    """calamine lays the whole sheet out in memory (about 1.4 KB a row of 16 cells), so it is read once, kept as
    blocks in a temporary file and let go before the rows are used.
    """

    def __init__(
        self, ruta: Path, formato: Formato, hoja: str | None, revision: Revision | LibroXls, avance: Avance
    ) -> None:
        """Open the workbook; the sheet itself is read at the first `filas()`. Raises ArchivoError."""
        super().__init__(ruta)
        self.formato = formato
        self._avance = avance
        self._deposito: Deposito | None = None
        self._rangos: list[Rango] = []
        self._libro: Any = _abrir_libro(ruta, formato)
        self.hojas = tuple(self._libro.sheet_names)
        self.hoja = self._elegir(hoja)
        indice = self.hojas.index(self.hoja)
        self._medida: HojaMedida = (
            revision.medida(indice) if isinstance(revision, LibroXls) else revision.medida(self.hoja, indice)
        )

    def filas(self) -> Iterator[tuple[int, list[Celda]]]:
        """Each row down to the last used one, empty rows included. Formula errors stand as the text they show."""
        hechas = 0
        for bloque in self._leida().bloques():
            yield from enumerate(bloque, start=hechas + 1)
            hechas += len(bloque)

    def combinadas(self) -> list[Rango]:
        self._leida()
        return self._rangos

    def cerrar(self) -> None:
        self._soltar_libro()
        if self._deposito is not None:
            self._deposito.cerrar()

    def _elegir(self, hoja: str | None) -> str:
        if not self.hojas:
            raise ArchivoError(tr("«{nombre}» no tiene hojas.").format(nombre=self.nombre), tr("Elegir otro archivo."))
        if hoja is not None:
            if hoja not in self.hojas:
                raise ArchivoError(
                    tr("«{nombre}» no tiene una hoja «{hoja}».").format(nombre=self.nombre, hoja=hoja),
                    tr("Elegir una de estas: {hojas}.").format(hojas=", ".join(self.hojas)),
                )
            return hoja
        import python_calamine

        visibles = [
            m.name
            for m in self._libro.sheets_metadata
            if m.typ == python_calamine.SheetTypeEnum.WorkSheet
            and m.visible == python_calamine.SheetVisibleEnum.Visible
        ]
        return visibles[0] if visibles else self.hojas[0]

    def _leida(self) -> Deposito:
        if self._deposito is None:
            if self._libro is None:
                raise ValueError("the table is closed")
            deposito = Deposito()
            try:
                self._guardar(deposito)
            except BaseException:
                deposito.cerrar()
                raise
            self._deposito = deposito
        return self._deposito

    def _guardar(self, deposito: Deposito) -> None:
        with _errores(self.nombre):
            hoja = self._libro.get_sheet_by_name(self.hoja)
            if hoja.start is None:
                return
            # calamine gives rows from the first of the sheet, but columns from the first used one.
            margen: list[Celda] = [None] * hoja.start[1]
            self._rangos = _rangos(hoja.merged_cell_ranges or self._medida.combinadas)
            malas = self._medida.malas
            filas_malas = {fila for fila, _ in malas}
            filas = hoja.iter_rows()
            base = 0
            while bloque := cast("list[list[Celda]]", list(islice(filas, _BLOQUE))):
                self._avance.paso(0)
                if margen:
                    bloque = [margen + fila for fila in bloque]
                if filas_malas:
                    for i in filas_malas.intersection(range(base, base + len(bloque))):
                        _poner_malas(bloque[i - base], i, malas)
                deposito.poner(bloque)
                base += len(bloque)
            del hoja, filas
        self._soltar_libro()

    def _soltar_libro(self) -> None:
        if self._libro is not None:
            self._libro.close()
            self._libro = None


class _errores:
    """calamine's own errors, and its panics, as an ArchivoError."""

    def __init__(self, nombre: str) -> None:
        self._nombre = nombre

    def __enter__(self) -> None:
        return None

    def __exit__(self, tipo: type[BaseException] | None, error: BaseException | None, _traceback: object) -> None:
        import python_calamine

        if isinstance(error, python_calamine.PasswordError):
            raise con_clave(self._nombre) from error
        if isinstance(error, python_calamine.CalamineError) and "limit exceeded" in str(error):
            raise limites.demasiado(self._nombre, tr("tiene demasiadas celdas")) from error
        # A panic derives from BaseException and has no importable name.
        if isinstance(error, (python_calamine.CalamineError, OSError)) or (tipo and tipo.__name__ == "PanicException"):
            raise limites.danado(self._nombre) from error


def _abrir_libro(ruta: Path, formato: Formato) -> Any:
    # Deferred: only an import needs it.
    import python_calamine

    with _errores(ruta.name):
        if ruta.suffix.lower() == f".{formato}":
            return python_calamine.CalamineWorkbook.from_path(ruta)
        # By path calamine believes the ending; by content it looks.
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(ruta.read_bytes()))


def _poner_malas(fila: list[Celda], numero: int, malas: dict[tuple[int, int], str]) -> None:
    for columna in range(len(fila)):
        if (numero, columna) in malas:
            fila[columna] = malas[numero, columna]


def _rangos(crudos: list[tuple[tuple[int, int], tuple[int, int]]]) -> list[Rango]:
    return [((f0 + 1, c0), (f1 + 1, c1)) for (f0, c0), (f1, c1) in crudos]
