"""The story of a job through the command line: its summary, what is missing, ordered, received, given out, cut.

After each step everything adds up. REXUS_TEST_FILAS and REXUS_TEST_HERRAJES set the sizes of the catalogues.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from .conftest import Rexus

de_la_linea = pytest.mark.solo("sqlite", porque="the engine makes no difference to the command line itself")
CODIGO = "245536"
PERFILES = os.environ.get("REXUS_TEST_FILAS", "300")
HERRAJES = os.environ.get("REXUS_TEST_HERRAJES", "100")


def material(rexus: Rexus, codigo: str = CODIGO) -> dict[str, Decimal]:
    """The figures of an article in OB-0001."""
    ficha = rexus.ok("obra", "ver", "OB-0001")
    (fila,) = (m for m in ficha["materiales"] if m["codigo"] == codigo)
    return {campo: Decimal(fila[campo]) for campo in ("necesarias", "reservado", "entregado", "faltan", "disponible")}


def en_orden(rexus: Rexus) -> None:
    assert rexus.ok("verificar")["ok"]


def test_a_job_from_its_summary_to_its_end(
    rexus: Rexus, datos: Path, catalogo: Callable[..., Path], tmp_path: Path
) -> None:
    assert rexus.ok("importar", "perfiles", str(catalogo("perfiles", PERFILES)))["nuevos"] == int(PERFILES)
    assert rexus.ok("importar", "herrajes", str(catalogo("herrajes", HERRAJES)))["nuevos"] == int(HERRAJES)
    en_orden(rexus)
    creada = rexus.ok("obra", "crear", "OB-0001", "--nombre", "Casa Peñaloza", "--fecha-entrega", "31/12/2026")
    assert (creada["codigo"], creada["estado"], creada["fecha_entrega"]) == ("OB-0001", "medicion", "2026-12-31")
    en_orden(rexus)

    resumen = str(datos / "rehau_obra.csv")
    previsto = rexus.ok("obra", "importar-resumen", "OB-0001", resumen, "--simular")
    assert len(previsto["desconocidos"]) == 10
    rechazada = rexus("obra", "importar-resumen", "OB-0001", resumen, "--desconocidos", "rechazar")
    assert rechazada.estado == 1 and CODIGO in rechazada.error
    hecho = rexus.ok("obra", "importar-resumen", "OB-0001", resumen)
    assert (len(hecho["nuevos"]), len(hecho["creados"])) == (10, 10)
    assert rexus.ok("obra", "importar-resumen", "OB-0001", resumen)["sin_cambios"] == 10
    en_orden(rexus)

    # A herraje that there is: that much can be set apart.
    herraje = next(h for h in rexus.ok("buscar", "bisagra", "--clase", "herraje") if Decimal(h["disponible"]) >= 2)
    rexus.ok("obra", "requerir", "OB-0001", f"{herraje['codigo']}=2")
    assert rexus.ok("obra", "reservar", "OB-0001")["lote_id"] is not None
    assert material(rexus, herraje["codigo"])["reservado"] == 2
    en_orden(rexus)
    (detenida,) = rexus.ok("pendientes")["obras"]
    assert (detenida["codigo"], detenida["cuantos"]) == ("OB-0001", 10)
    assert rexus.ok("obra", "reservar", "OB-0001")["lote_id"] is None
    (falta,) = (f for f in rexus.ok("faltantes", "--obra", "OB-0001") if f["codigo"] == CODIGO)
    assert {c: Decimal(falta[c]) for c in ("necesarias", "reservado", "faltan", "ped_min", "pedir")} == {
        "necesarias": 4,
        "reservado": 0,
        "faltan": 4,
        "ped_min": 6,
        "pedir": 6,
    }
    assert falta["proveedor"] == "INDUSTRIAS REHAU"
    pedido = rexus.ok("pedido", "crear", "--obra", "OB-0001")
    assert (pedido["numero"], pedido["estado"], pedido["obras"]) == ("PC-000001", "enviada", ["OB-0001"])
    assert rexus.ok("faltantes", "--obra", "OB-0001") == []
    en_orden(rexus)

    de_mas = rexus("pedido", "recibir", "PC-000001", f"{CODIGO}=9")
    assert de_mas.estado == 1 and "faltaban 6 y llegaron 9" in de_mas.error
    parte = rexus.ok("pedido", "recibir", "PC-000001", f"{CODIGO}=2", "--rechazar", f"{CODIGO}=1", "--motivo", "rota")
    assert parte["estado"] == "recibida_parcial"
    assert material(rexus)["reservado"] == 2
    en_orden(rexus)
    assert rexus.ok("pedido", "recibir", "PC-000001")["estado"] == "recibida"
    assert material(rexus) == {"necesarias": 4, "reservado": 4, "entregado": 0, "faltan": 0, "disponible": 2}
    assert rexus.ok("pendientes")["obras"] == []
    en_orden(rexus)

    entregada = rexus.ok("obra", "entregar", "OB-0001", "--remito", "R-1", "--nota", "en el flete")
    assert len(entregada["lineas"]) == 11
    assert material(rexus)["entregado"] == 4
    remito, lote = tmp_path / "remito.pdf", str(entregada["lote_id"])
    assert rexus.ok("obra", "remito", "OB-0001", lote, "--a", str(remito))["numero"] == "R-1"
    hoja = "".join(pagina.extract_text() for pagina in PdfReader(remito).pages)
    assert all(texto in hoja for texto in ("OB-0001", "Casa Peñaloza", CODIGO, "en el flete"))
    rexus.ok("obra", "crear", "OB-0002")
    ajeno = rexus("obra", "remito", "OB-0002", lote, "--a", str(tmp_path / "otro.pdf"))
    assert ajeno.estado == 1 and not (tmp_path / "otro.pdf").exists()
    en_orden(rexus)
    vuelta = rexus.ok("obra", "devolver", "OB-0001", f"{CODIGO}=1")
    rexus.ok("deshacer", str(vuelta["lote_id"]), "--motivo", "era otra")
    assert material(rexus)["entregado"] == 4
    assert [(e["tipo"], e["anulada"]) for e in rexus.ok("obra", "entregas", "OB-0001")] == [
        ("DEVOLUCION", True),
        ("ENTREGA", False),
    ]
    en_orden(rexus)

    corte = rexus.ok("cortar", CODIGO, "--piezas", "3x1200,2x800", "--obra", "OB-0001")
    assert (corte["de_mm"], corte["retazo_mm"], corte["merma_mm"]) == (5800, 600, 0)
    assert [r["longitud_mm"] for r in rexus.ok("retazos", "--minimo", "600")] == [600]
    assert rexus.ok("retazos", "--minimo", "601") == []
    en_orden(rexus)
    # The four bars come back, and the one that is in pieces does not.
    assert material(rexus)["entregado"] == 5
    assert f"No vuelve lo que se cortó: {CODIGO} 1." in rexus("obra", "devolver", "OB-0001").salida
    assert material(rexus)["entregado"] == 1
    de_nuevo = rexus("obra", "devolver", "OB-0001")
    assert de_nuevo.estado == 1 and "se cortó y no vuelve" in de_nuevo.error
    en_orden(rexus)

    rexus.ok("obra", "reservar", "OB-0001", f"{CODIGO}=1")
    assert rexus.ok("obra", "cerrar", "OB-0001")["estado"] == "cerrada"
    assert material(rexus)["reservado"] == 0
    cerrada = rexus("obra", "reservar", "OB-0001", f"{CODIGO}=1")
    assert cerrada.estado == 1 and "cerrada" in cerrada.error
    for args in (("faltantes",), ("pedido", "crear")):
        cerrada = rexus(*args, "--obra", "OB-0001")
        assert cerrada.estado == 1 and "La obra OB-0001 está cerrada" in cerrada.error
    en_orden(rexus)


@de_la_linea
def test_suppliers_and_files_of_a_job(rexus: Rexus, tmp_path: Path) -> None:
    lista = tmp_path / "proveedores.csv"
    lista.write_text("Nombre;Teléfono\nREHAU;1\nVeka;2\n", encoding="utf-8")
    assert rexus.ok("importar", "proveedores", str(lista), "--simular")["nuevos"] == 2
    assert rexus.ok("importar", "proveedores", str(lista)) == {"nuevos": 2, "actualizados": 0, "sin_cambios": 0}
    assert rexus.ok("importar", "proveedores", str(lista))["sin_cambios"] == 2
    lista.write_text("Nombre;Plazo\nREHAU;pronto\n;3\n", encoding="utf-8")
    mala = rexus("importar", "proveedores", str(lista), "--json")
    assert mala.estado == 1 and [e["fila"] for e in mala.json["errores"]] == [2, 3]

    rexus.ok("obra", "crear", "OB-1")
    plano = tmp_path / "plano.pdf"
    plano.write_bytes(b"%PDF-1.4 plano %%EOF")
    adjunto = rexus.ok("obra", "adjuntar", "OB-1", str(plano))
    assert [a["nombre"] for a in rexus.ok("obra", "adjuntos", "OB-1")] == ["plano.pdf"]
    copia = tmp_path / "copia.pdf"
    assert rexus.ok("obra", "bajar-adjunto", str(adjunto["id"]), str(copia))["sha256"] == adjunto["sha256"]
    assert copia.read_bytes() == plano.read_bytes()
    assert rexus("obra", "bajar-adjunto", str(adjunto["id"]), str(copia)).estado == 1
    plano.write_bytes(b"MZ")
    assert rexus("obra", "adjuntar", "OB-1", str(plano)).estado == 1


@de_la_linea
def test_prices_and_papers_for_the_supplier(rexus: Rexus, tmp_path: Path) -> None:
    lista = tmp_path / "perfiles.csv"
    lista.write_text("Código;Descripción\nA1;Marco\n", encoding="utf-8")
    rexus.ok("importar", "perfiles", str(lista))
    lista.write_text("Nombre\nTécnica Perú\nVeka\n", encoding="utf-8")
    rexus.ok("importar", "proveedores", str(lista))
    rexus.ok("precio", "poner", "A1", "VEKA", "--precio", "9,5")
    (puesto, _) = rexus.ok(
        "precio", "poner", "A1", "tecnica peru", "--precio", "12,50", "--codigo", "TP-1", "--emba", "4", "--preferido"
    )
    assert (puesto["proveedor"], puesto["codigo"], puesto["preferido"]) == ("Técnica Perú", "TP-1", True)
    assert puesto["precio_fecha"]
    assert rexus("precio", "poner", "A1", "Veka", "--emba=-1").estado == 1
    assert "no puede ser menor que 0" in rexus("precio", "poner", "A1", "Veka", "--emba=-1").error
    assert [p["proveedor"] for p in rexus.ok("precio", "quitar", "A1", "Veka")] == ["Técnica Perú"]
    pedido = rexus.ok("pedido", "crear", "A1=3@12,50", "--proveedor", "Técnica Perú")
    for formato in ("pdf", "xlsx"):
        archivo = tmp_path / f"pedido.{formato}"
        assert rexus.ok("pedido", formato, pedido["numero"], "--a", str(archivo))["numero"] == "PC-000001"
    dice = PdfReader(tmp_path / "pedido.pdf").pages[0].extract_text()
    assert "TP-1" in dice and "37,50" in dice
    salidas = [e for e in rexus.ok("auditoria", "ver") if e["accion"] == "exportar"]
    assert len(salidas) == 2


@de_la_linea
def test_refusals_say_why_and_wrong_usage_is_two(rexus: Rexus) -> None:
    rexus.ok("obra", "crear", "OB-1")
    for args in (
        ("obra", "crear", "OB-1"),
        ("obra", "ver", "OB-9"),
        ("obra", "reservar", "OB-1", "no-existe=1"),
        ("obra", "entregar", "OB-1"),
        ("obra", "estado", "OB-1", "regalada"),
        ("pedido", "crear"),
        ("pedido", "recibir", "9"),
        ("cortar", "no-existe", "--piezas", "mucho"),
        ("deshacer", "77"),
    ):
        respuesta = rexus(*args)
        assert (respuesta.estado, respuesta.salida) == (1, ""), args
        assert respuesta.error.strip() and "Traceback" not in respuesta.error
    for args in (("obra", "reservar", "OB-1", "A1"), ("obra", "volar"), ("pedido", "crear", "A1=1"), ("cortar", "A1")):
        assert rexus(*args).estado == 2, args
    assert rexus.ok("obra", "eliminar", "OB-1")["eliminada"]
    dicho = rexus("pendientes").salida
    assert "0 obras sin material" in dicho and "0 perfiles bajo mínimo" in dicho and "0 pedidos atrasados" in dicho
    # Deleting an obra had one made first.
    assert "Último respaldo: " in dicho and "ninguno" not in dicho


@de_la_linea
def test_what_two_obras_count_on_and_what_is_ordered_twice_is_told(rexus: Rexus, tmp_path: Path) -> None:
    lista = tmp_path / "perfiles.csv"
    lista.write_text("Código;Descripción;Proveedor\nA1;Marco;Veka\n", encoding="utf-8")
    rexus.ok("importar", "perfiles", str(lista))
    rexus.ok("mover", "entrada", "A1", "3")
    for obra in ("OB-1", "OB-2"):
        rexus.ok("obra", "crear", obra)
        rexus.ok("obra", "requerir", obra, "A1=3")
    assert "A1: lo disponible (3) no alcanza para todas; también espera OB-2 3." in rexus("obra", "ver", "OB-1").salida
    assert "De 1 artículo lo disponible no alcanza para todas las obras" in rexus("pendientes").salida
    (disputa,) = rexus.ok("pendientes")["disputas"]
    assert [t["obra"] for t in disputa["esperan"]] == ["OB-1", "OB-2"]
    lote = rexus.ok("obra", "reservar", "OB-1")["lote_id"]
    assert rexus("deshacer", str(lote)).salida == f"Lote {lote} deshecho: 1 línea de la reserva deshecha.\n"
    en_orden(rexus)

    uno = rexus.ok("pedido", "crear", "--borrador")["numero"]
    repetido = rexus("pedido", "crear", "--borrador")
    assert repetido.estado == 1 and "Ya están en borradores, no se pidieron otra vez: A1." in repetido.error
    assert [(f["en_borrador"], f["pedir"]) for f in rexus.ok("faltantes")] == [("3", "0")]
    repetido = rexus("pedido", "crear", "A1=3", "--proveedor", "Veka", "--borrador")
    assert repetido.estado == 0 and uno in repetido.error
    rexus.ok("pedido", "enviar", uno)
    de_mas = rexus("pedido", "enviar", "2")
    assert de_mas.estado == 0 and "A1: se piden 3 y hacen falta 0" in de_mas.error
    rexus.ok("pedido", "recibir", uno)
    entrada = rexus.ok("kardex", "A1")[-1]["id"]
    dicho = rexus("anular", str(entrada)).salida
    assert dicho.startswith(f"El movimiento {entrada} es parte del lote") and "(recepción)" in dicho
    assert rexus("pedido", "ver", "2").estado == 0
    rexus.ok("pedido", "anular", "2")
    assert rexus.ok("pedido", "ver", "2")["lineas"][0]["pendiente"] == "0"
    en_orden(rexus)
