"""What the command line tells people about jobs and purchases: words, figures, hours."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Rexus

pytestmark = pytest.mark.solo("sqlite", porque="the engine makes no difference to the command line itself")


def perfiles(rexus: Rexus, tmp_path: Path, filas: str) -> None:
    lista = tmp_path / "perfiles.csv"
    lista.write_text(filas, encoding="utf-8")
    rexus.ok("importar", "perfiles", str(lista))


def test_lists_of_jobs_files_and_prices_speak_as_people_do(rexus: Rexus, tmp_path: Path) -> None:
    perfiles(rexus, tmp_path, "Código;Descripción;Proveedor;Stock actual\nA1;Marco;Veka;5\n")
    rexus.ok("obra", "crear", "OB-1", "--nombre", "Casa")
    rexus.ok("obra", "requerir", "OB-1", "A1=9")
    dicho = rexus("obra", "listar").salida
    assert "medición" in dicho and "Materiales" in dicho and "falta" in dicho
    plano = tmp_path / "plano.pdf"
    plano.write_bytes(b"%PDF-1.4\n" + b"x" * 4000 + b"\n%%EOF\n")
    assert "ya estaba" not in rexus("obra", "adjuntar", "OB-1", str(plano)).salida
    assert "ya estaba" in rexus("obra", "adjuntar", "OB-1", str(plano)).salida
    dicho = rexus("obra", "adjuntos", "OB-1").salida
    assert " PDF " in dicho and "3 KB" in dicho and "application" not in dicho

    lista = tmp_path / "proveedores.csv"
    lista.write_text("Nombre\nVeka\n", encoding="utf-8")
    rexus.ok("importar", "proveedores", str(lista))
    dicho = rexus("precio", "poner", "A1", "Veka", "--precio", "9,5").salida
    assert "9,50" in dicho and " no " in dicho and "False" not in dicho


def test_hours_are_the_workshops(rexus: Rexus, tmp_path: Path) -> None:
    perfiles(rexus, tmp_path, "Código;Descripción;Stock actual\nA1;Marco;5\n")
    rexus.ok("obra", "crear", "OB-1")
    rexus.ok("obra", "entregar", "OB-1", "A1=2")
    rexus.ok("pedido", "crear", "A1=3", "--proveedor", "Veka")
    plano = tmp_path / "plano.pdf"
    plano.write_bytes(b"%PDF-1.4\n%%EOF\n")
    rexus.ok("obra", "adjuntar", "OB-1", str(plano))
    listas = (("obra", "entregas", "OB-1"), ("obra", "adjuntos", "OB-1"), ("pedido", "listar"), ("kardex", "A1"))
    # Fourteen hours ahead of Greenwich, and ten behind it: a whole day apart.
    dichos = {}
    for zona in ("Pacific/Kiritimati", "Pacific/Honolulu"):
        rexus.ok("config", "poner", "sistema.zona", zona)
        dichos[zona] = [rexus(*lista).salida for lista in listas]
        assert all("UTC" not in dicho for dicho in dichos[zona])
    for uno, otro in zip(*dichos.values(), strict=True):
        assert uno and uno != otro


def test_a_card_tells_lengths_jobs_and_batches(rexus: Rexus, tmp_path: Path) -> None:
    perfiles(rexus, tmp_path, "Código;Descripción;Longitud;Stock actual\nA1;Marco;6000;5\nA2;Hoja;6000;5\n")
    rexus.ok("obra", "crear", "OB-1")
    rexus.ok("cortar", "A1", "--piezas", "1x5000", "--obra", "OB-1")
    primera, *_, barra, retazo = rexus("kardex", "A1").salida.splitlines()
    assert all(titulo in primera for titulo in ("Largo (mm)", "De ese largo", "Obra", "Lote"))
    assert "OB-1" in barra and "corte" in barra and "1000" not in barra
    assert "1000" in retazo and "corte" in retazo
    assert [linea["lote_tipo"] for linea in rexus.ok("kardex", "A1")] == ["IMPORTACION", "CORTE", "CORTE"]
    simple = rexus("kardex", "A2").salida
    assert "Largo" not in simple and "Obra" not in simple and "Stock" in simple


def test_what_is_missing_can_be_added_up(rexus: Rexus, tmp_path: Path) -> None:
    perfiles(
        rexus,
        tmp_path,
        "Código;Descripción;Proveedor;Stock actual;Stock mínimo;Importe\n"
        "A1;Marco;Veka;1;4;10,5\nA2;Hoja;Veka;0;2;3\nB1;Junta;Rehau;0;1;2\n",
    )
    dicho = rexus("faltantes").salida
    veka = dicho[dicho.index("Veka") :]
    assert "Rehau\n" in dicho and "1 artículo; total 2,00." in dicho
    assert "2 artículos; total 37,50." in veka and "31,50" in veka and "10,50" in veka
    assert "Mínimo" in dicho and "Por entregar" in dicho and "En todo: 3 artículos; total 39,50." in dicho
    assert "+ mínimo −" in dicho
    rexus.ok("obra", "crear", "OB-1")
    rexus.ok("obra", "requerir", "OB-1", "A1=3")
    assert "Mínimo" not in rexus("faltantes", "--obra", "OB-1").salida
    nadie = rexus("faltantes", "--proveedor", "NADA")
    assert nadie.estado == 1 and "NADA" in nadie.error


def test_an_order_is_shown_with_all_that_happened_to_it(rexus: Rexus, tmp_path: Path) -> None:
    perfiles(rexus, tmp_path, "Código;Descripción\nA1;Marco\n")
    rexus.ok("obra", "crear", "OB-1")
    rexus.ok(
        "pedido", "crear", "A1=5@2", "--proveedor", "Veka", "--obra", "OB-1", "--fecha-prometida", "31/12/2099",
        "--observaciones", "por la tarde",
    )  # fmt: skip
    rexus.ok("pedido", "recibir", "1", "A1=2", "--rechazar", "A1=1", "--motivo", "rota", "--remito", "R-77")
    rexus.ok("pedido", "recibir", "1", "A1=6", "--aceptar-exceso")
    dicho = rexus("pedido", "ver", "1").salida
    for parte in ("Obras: OB-1", "Prometido: 31/12/2099", "por la tarde", "R-77", "rota", "De más", "10,00"):
        assert parte in dicho, parte
    visto = rexus.ok("pedido", "ver", "1")
    assert [r["remito"] for r in visto["recepciones"]] == ["", "R-77"] and visto["lineas"][0]["de_mas"] == "3"


def test_what_is_done_is_said_in_number_and_gender(rexus: Rexus, tmp_path: Path) -> None:
    perfiles(rexus, tmp_path, "Código;Descripción;Longitud;Stock actual\nA1;Marco;6000;1\n")
    rexus.ok("obra", "crear", "OB-1")
    rexus.ok("obra", "requerir", "OB-1", "A1=2")
    assert "A1: 1 reservada; falta 1" in rexus("obra", "reservar", "OB-1").salida
    assert "1 línea entregada a OB-1" in rexus("obra", "entregar", "OB-1").salida
    assert "1 línea devuelta de OB-1" in rexus("obra", "devolver", "OB-1").salida
    corte = rexus.ok("cortar", "A1", "--piezas", "1x5000", "--obra", "OB-1")
    rexus.ok("deshacer", str(corte["lote_id"]))
    assert "corte deshecho" in rexus("obra", "entregas", "OB-1").salida
    rexus.ok("pedido", "crear", "A1=1", "--proveedor", "Veka", "--obra", "OB-1")
    assert "A1: 1 recibida" in rexus("pedido", "recibir", "1").salida
    perfiles(rexus, tmp_path, "Código;Descripción;Stock mínimo\nA9;Marco;1\n")
    assert "1 perfil bajo mínimo" in rexus("pendientes").salida
    lista = tmp_path / "mala.csv"
    lista.write_text("Nombre;Plazo\nVeka;pronto\n", encoding="utf-8")
    assert "tiene 1 error;" in rexus("importar", "proveedores", str(lista)).error
    lista.write_text("Código;Descripción;Stock mínimo\nA2;Marco;mucho\n", encoding="utf-8")
    assert "tiene 1 error;" in rexus("importar", "perfiles", str(lista)).error


def test_the_end_of_a_job_says_what_it_frees_and_what_still_comes(rexus: Rexus, tmp_path: Path) -> None:
    perfiles(rexus, tmp_path, "Código;Descripción;Stock actual\nA1;Marco;2\n")
    for obra in ("OB-1", "OB-2"):
        rexus.ok("obra", "crear", obra)
        rexus.ok("obra", "requerir", obra, "A1=5")
    rexus.ok("obra", "reservar", "OB-1", "A1=2")
    rexus.ok("pedido", "crear", "A1=3", "--proveedor", "Veka", "--obra", "OB-1")
    rexus.ok("pedido", "crear", "A1=3", "--proveedor", "Veka", "--obra", "OB-1", "--borrador")
    dicho = rexus("obra", "cerrar", "OB-1").salida
    assert "A1: 2 liberadas" in dicho and "PC-000001" in dicho and "PC-000002" not in dicho
    cancelada = rexus.ok("obra", "cancelar", "OB-2")
    assert (cancelada["liberadas"], cancelada["pedidos"]) == ({}, [])


def test_a_summary_says_first_what_it_makes(rexus: Rexus, tmp_path: Path) -> None:
    perfiles(rexus, tmp_path, "Código;Descripción\nA1;Marco\n")
    rexus.ok("obra", "crear", "OB-1")
    resumen = tmp_path / "resumen.csv"
    resumen.write_text("Código;Descripción;Necesarias\nA1;Marco;4\nN1;Nuevo;2\n", encoding="utf-8")
    args = ("obra", "importar-resumen", "OB-1", str(resumen))
    assert rexus(*args, "--simular").salida.startswith("Se crearían: N1\n")
    assert "se rechazaría: N1" in rexus(*args, "--simular", "--desconocidos", "rechazar").salida
    assert rexus(*args).salida.startswith("1 artículo creado: N1\n")
    assert "rechazar" in rexus("obra", "importar-resumen", "--help").salida.partition("Opciones")[0]
