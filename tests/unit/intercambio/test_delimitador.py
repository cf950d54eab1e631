"""The delimiter is the character that cuts the lines evenly, whatever else they hold."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.intercambio.delimitador import CANDIDATOS, detectar

REHAU = """Tipo;Código;Descripción;Acabado;Longitud;Stock;Ped. Min.
PERFILES;245536;Refuerzo 35x20/1,5 mm para marco 64 Pres. 5,8 m.;Material Sin Tratar;5800;0;6
PERFILES;258881;Refuerzo 80x40/2 mm para perfil nº 1 (PVC) Pres. 6 m.;Material Sin Tratar;6000;0;
"""


def test_decimales_con_coma_no_enganan() -> None:
    assert detectar(REHAU) == ";"
    assert detectar("Código;Importe\nA;1,5\nB;2,5\nC;3,5\n") == ";"


@pytest.mark.parametrize("separador", CANDIDATOS)
def test_campos_entre_comillas(separador: str) -> None:
    salida = io.StringIO(newline="")
    escritor = csv.writer(salida, delimiter=separador, quoting=csv.QUOTE_MINIMAL)
    escritor.writerow(["Código", "Descripción", "Importe"])
    for i in range(5):
        escritor.writerow([i, 'marco; de 3", "blanco"\tmate | fino,\ncon salto', f"{i},5"])
    assert detectar(salida.getvalue()) == separador


def test_titulos_arriba_de_la_tabla() -> None:
    titulos = "Ventanas del Sur, S.A.\nListado de perfiles, marzo, completo\n\n"
    assert detectar(titulos + "Código;Stock;Importe\nA;1;2,5\nB;2;3,5\nC;3;4\n") == ";"


def test_una_sola_columna() -> None:
    assert detectar("Código\nA\nB\n") == ";"
    assert detectar("") == ";"


def test_linea_sep_de_excel() -> None:
    assert detectar("sep=|\nCódigo|Stock;x\nA|1;2\n") == "|"
    assert detectar('"sep=,"\nCódigo,Stock\n') == ","


def test_comillas_sin_cerrar_en_la_muestra() -> None:
    """The sample may end inside a quoted field."""
    assert detectar('Código;Descripción\nA;"uno, dos') == ";"


@given(st.integers(2, 6), st.data(), st.sampled_from([";", ","]))
def test_lo_que_escribe_csv_se_reconoce(columnas: int, data: st.DataObject, separador: str) -> None:
    """Files with plain headings, as programs write them: texts with a delimiter in them are quoted."""
    fila = st.lists(st.text("abcñ 123.,;|", max_size=8), min_size=columnas, max_size=columnas)
    salida = io.StringIO(newline="")
    escritor = csv.writer(salida, delimiter=separador, quoting=csv.QUOTE_ALL)
    escritor.writerow([f"columna {i}" for i in range(columnas)])
    escritor.writerows(data.draw(st.lists(fila, max_size=6)))
    assert detectar(salida.getvalue()) == separador
