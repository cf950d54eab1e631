"""One block of rows against the fields: values for the good rows, reasons for the others."""

from __future__ import annotations

from collections.abc import Sequence

from rexus.base.text import tr
from rexus.intercambio.bloques import Bloque
from rexus.intercambio.campos import Campo
from rexus.intercambio.encabezado import Encabezado
from rexus.intercambio.errores_fila import ErrorFila, mostrar
from rexus.intercambio.medida_xlsx import letras
from rexus.intercambio.numeros import Convencion
from rexus.intercambio.tabla import Celda, Rango, Tabla, vacia
from rexus.intercambio.valores import Conversor, Crudo, Rechazo

Columna = list[Crudo]


class Validador:
    """Holds what must be known across blocks: the codes seen and the merged cells."""

    def __init__(
        self,
        tabla: Tabla,
        encabezado: Encabezado,
        columnas: Sequence[tuple[int, Campo]],
        convencion: Convencion | None,
    ) -> None:
        self._encabezado = encabezado
        self._csv = tabla.formato == "csv"
        self._indices = [indice for indice, _ in columnas]
        self._conversores = [Conversor(campo, convencion, csv=self._csv) for _, campo in columnas]
        self._vistos: dict[str, dict[Crudo, int]] = {c.nombre: {} for _, c in columnas if c.clave}
        self._combinadas = self._por_fila(tabla.combinadas())
        self.codigos_con_decimales = 0

    def validar(self, bloque: Bloque) -> tuple[list[int], list[Columna], list[ErrorFila]]:
        """The numbers and columns of the rows without errors, and the errors in order."""
        hallados: list[tuple[int, int, Celda, str]] = []
        columnas: list[Columna] = []
        for lugar, (celdas, conversor) in enumerate(
            zip(bloque.columnas(self._indices), self._conversores, strict=True)
        ):
            columnas.append(self._columna(lugar, celdas, conversor, bloque.numeros, hallados))
        self._mirar_combinadas(bloque.numeros, hallados)
        if self._csv:
            self._mirar_sobrantes(bloque, hallados)
        if not hallados:
            return bloque.numeros, columnas, []
        hallados.sort(key=lambda h: h[:2])
        malos = {i for i, *_ in hallados}
        sanos = [i for i in range(len(bloque.numeros)) if i not in malos]
        errores = [
            ErrorFila(bloque.numeros[i], self._encabezado.titulo(indice), mostrar(celda), motivo)
            for i, indice, celda, motivo in hallados
        ]
        return [bloque.numeros[i] for i in sanos], [[c[i] for i in sanos] for c in columnas], errores

    def _columna(
        self,
        lugar: int,
        celdas: Sequence[Celda],
        conversor: Conversor,
        numeros: list[int],
        hallados: list[tuple[int, int, Celda, str]],
    ) -> Columna:
        campo, indice = conversor.campo, self._indices[lugar]
        tipos = set() if self._csv else set(map(type, celdas))
        if bool in tipos:
            valores = [conversor.convertir(c) if isinstance(c, bool) else conversor[c] for c in celdas]
        else:
            valores = list(map(conversor.__getitem__, celdas))
        if conversor.rechazos:
            for i, valor in enumerate(valores):
                if isinstance(valor, Rechazo):
                    hallados.append((i, indice, celdas[i], valor.motivo))
        if campo.obligatorio and None in valores:
            for i, valor in enumerate(valores):
                if valor is None:
                    hallados.append((i, indice, celdas[i], tr("falta y es obligatorio")))
        if campo.clave:
            self._mirar_repetidos(campo, indice, celdas, valores, numeros, hallados)
            if float in tipos:
                self.codigos_con_decimales += sum(1 for c in celdas if isinstance(c, float) and not c.is_integer())
        return valores  # type: ignore[return-value]  # refused cells are taken out with their rows

    def _mirar_repetidos(
        self,
        campo: Campo,
        indice: int,
        celdas: Sequence[Celda],
        valores: list[Crudo | Rechazo],
        numeros: list[int],
        hallados: list[tuple[int, int, Celda, str]],
    ) -> None:
        vistos = self._vistos[campo.nombre]
        for i, valor in enumerate(valores):
            if valor is None or isinstance(valor, Rechazo):
                continue
            primera = vistos.setdefault(valor, numeros[i])
            if primera != numeros[i]:
                hallados.append(
                    (i, indice, celdas[i], tr("está repetido: ya aparece en la fila {n}").format(n=primera))
                )

    def _mirar_combinadas(self, numeros: list[int], hallados: list[tuple[int, int, Celda, str]]) -> None:
        if not self._combinadas:
            return
        for i, numero in enumerate(numeros):
            for indice, motivo in self._combinadas.get(numero, ()):
                hallados.append((i, indice, None, motivo))

    def _mirar_sobrantes(self, bloque: Bloque, hallados: list[tuple[int, int, Celda, str]]) -> None:
        """A delimiter inside an unquoted text moves everything after it by one column: such a row cannot be trusted."""
        ancho = len(self._encabezado.titulos)
        if max(map(len, bloque.filas)) <= ancho:
            return
        for i, fila in enumerate(bloque.filas):
            if len(fila) > ancho and not all(map(vacia, fila[ancho:])):
                motivo = tr(
                    "la fila tiene {n} celdas y los títulos son {titulos}: sobra un separador o faltan comillas"
                )
                hallados.append((i, ancho, fila[ancho], motivo.format(n=len(fila), titulos=ancho)))

    def _por_fila(self, rangos: list[Rango]) -> dict[int, list[tuple[int, str]]]:
        """Merged cells that hide the value of a mapped column, by each row that they touch."""
        por_fila: dict[int, list[tuple[int, str]]] = {}
        for (f0, c0), (f1, c1) in rangos:
            tocadas = [i for i in self._indices if c0 <= i <= c1]
            if not tocadas or (f0 == f1 and tocadas == [c0]):
                continue
            motivo = tr("las celdas {rango} están combinadas: separarlas y completar cada una").format(
                rango=f"{letras(c0)}{f0}:{letras(c1)}{f1}"
            )
            for fila in range(max(f0, self._encabezado.fila + 1), f1 + 1):
                por_fila.setdefault(fila, []).append((min(tocadas), motivo))
        return por_fila
