"""Whatever is touched in a set: refused when it is proven, and when it is restored before anything live is touched."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseNuevaError, NoEncontradoError, RexusError
from rexus.base.progress import Avance, SinAvance
from rexus.db import schema
from rexus.respaldos import Respaldos, abrir, carpeta, empaque, estado, manifiesto, verificar
from rexus.respaldos.conjunto import CONFIGURACION, Conjunto
from rexus.respaldos.errors import BaseAusenteError, FraseError, RespaldoAlteradoError
from rexus.respaldos.restaurar import en_carpeta, en_vivo
from rexus.settings import Settings

from .conftest import Deposito

pytestmark = pytest.mark.solo("sqlite", porque="a live restore is one of files")

FRASE = "siete barras de aluminio"


def _rechazado(deposito: Deposito, id_: str, tmp_path: Path, frase: str | None = None) -> RexusError:
    """By each of the three; what is live stays as it was, to the byte but for the event that tells of it."""
    deposito.registry.close()
    vivos = _vivas(deposito)
    conjuntos = sorted(p.name for p in deposito.carpeta.iterdir() if p.name.startswith("rexus_backup_"))
    with pytest.raises(RexusError) as primero:
        verificar.verificar(deposito.carpeta, id_, frase=frase)
    with pytest.raises(type(primero.value)):
        en_carpeta(deposito.carpeta, id_, tmp_path / "aparte", frase=frase)
    assert not (tmp_path / "aparte").exists()
    with pytest.raises(type(primero.value)):
        en_vivo(deposito.registry, SISTEMA, deposito.carpeta, id_, frase=frase)
    deposito.registry.close()
    assert _vivas(deposito) == vivos
    assert sorted(p.name for p in deposito.carpeta.iterdir() if p.name.startswith("rexus_backup_")) == conjuntos
    assert not (deposito.carpeta / ".restauracion").exists()
    return primero.value


def _vivas(deposito: Deposito) -> dict[str, object]:
    paths = deposito.sitio.paths
    hay: dict[str, object] = {base: paths.database(base).read_bytes() for base in ("inventario", "auditoria")}
    with closing(sqlite3.connect(paths.database("users"))) as users:
        hay["users"] = [linea for linea in users.iterdump() if "outbox" not in linea]
    return hay


def _lugares(datos: bytes) -> dict[str, int]:
    return {"first": 0, "header": 5, "middle": len(datos) // 2, "tail": len(datos) - 1}


@pytest.mark.parametrize("frase", [None, FRASE], ids=["plain", "encrypted"])
def test_a_byte_flipped_in_any_file_at_any_place(deposito: Deposito, tmp_path: Path, frase: str | None) -> None:
    base = deposito.completo(frase=frase)
    deposito.mover(5)
    hecho = deposito.incremental(frase=frase)
    assert hecho.tipo == "incremental"
    for conjunto in (base, hecho):
        for archivo in sorted(conjunto.ubicacion.iterdir()):
            bueno = archivo.read_bytes()
            for lugar, n in _lugares(bueno).items():
                archivo.write_bytes(bueno[:n] + bytes([bueno[n] ^ 0x10]) + bueno[n + 1 :])
                error = _rechazado(deposito, hecho.id, tmp_path, frase)
                assert isinstance(error, RespaldoAlteradoError | FraseError), (archivo, lugar)
            archivo.write_bytes(bueno)
    assert verificar.verificar(deposito.carpeta, hecho.id, frase=frase).movimientos == hecho.movimientos


def test_a_page_of_an_image_that_was_packed_again_under_its_hash(deposito: Deposito, tmp_path: Path) -> None:
    """Somebody who knows the formats changes a page, packs it, and writes every hash but the image's."""
    hecho = deposito.completo()
    lugar = tmp_path / "imagenes"
    lugar.mkdir()
    imagenes = abrir.imagenes(deposito.carpeta, hecho, lugar, empaque.Llavero(None), SinAvance())
    datos = bytearray(imagenes["inventario"].read_bytes())
    datos[len(datos) // 2] ^= 1
    viejo = hecho.ubicacion / "inventario.db.zst"
    viejo.unlink()
    nuevo = empaque.guardar(viejo, [bytes(datos)], None)
    _con_sello(hecho, lambda d: _poner_archivo(d, nuevo.nombre, nuevo.bytes, nuevo.sha256))
    assert isinstance(_rechazado(deposito, hecho.id, tmp_path), RespaldoAlteradoError)


@pytest.mark.parametrize("lugar", ["first", "header", "middle", "tail"])
def test_a_delta_that_was_packed_again_under_its_hash(deposito: Deposito, tmp_path: Path, lugar: str) -> None:
    """The same of what changed since the full set: which pages, how long, and what is in them."""
    deposito.completo()
    deposito.mover(5)
    hecho = deposito.incremental()
    trozos: list[bytes] = []
    empaque.abrir(hecho, "inventario.delta.zst", None, trozos.append, 1 << 30)
    datos = bytearray(b"".join(trozos))
    datos[_lugares(bytes(datos))[lugar]] ^= 1
    viejo = hecho.ubicacion / "inventario.delta.zst"
    viejo.unlink()
    nuevo = empaque.guardar(viejo, [bytes(datos)], None)
    _con_sello(hecho, lambda d: _poner_archivo(d, nuevo.nombre, nuevo.bytes, nuevo.sha256))
    assert isinstance(_rechazado(deposito, hecho.id, tmp_path), RespaldoAlteradoError)


def _poner_archivo(datos: dict[str, Any], nombre: str, bytes_: int, huella: str) -> None:
    uno = next(a for a in datos["archivos"] if a["nombre"] == nombre)
    uno.update(bytes=bytes_, sha256=huella)


def _con_sello(conjunto: Conjunto, cambio: Callable[[dict[str, Any]], object]) -> None:
    archivo = conjunto.ubicacion / "manifest.json"
    datos = json.loads(archivo.read_bytes())
    cambio(datos)
    datos.pop("sello")
    archivo.write_bytes(manifiesto.canonico({**datos, "sello": sha256(manifiesto.canonico(datos)).hexdigest()}))


def _cambiar_nombre(datos: dict[str, Any]) -> None:
    datos["archivos"][0]["nombre"] = "../../data/users.db"


@pytest.mark.parametrize(
    "cambio",
    [
        lambda d: d.update(movimientos=d["movimientos"] + 1),
        lambda d: d.update(ultimo_movimiento=d["ultimo_movimiento"] - 1),
        lambda d: d["esquema"].update(inventario="inventario_0001"),
        lambda d: d["archivos"][2].update(sha256="0" * 64),
        lambda d: d["imagenes"]["users"].update(sha256="0" * 64),
        lambda d: d["imagenes"]["users"].update(bytes=d["imagenes"]["users"]["bytes"] + 4096),
        lambda d: d["imagenes"]["users"].update(pagina=8192 if d["imagenes"]["users"]["bytes"] % 8192 == 0 else 2048),
        _cambiar_nombre,
    ],
)
def test_a_manifest_that_lies_under_a_good_seal(
    deposito: Deposito, tmp_path: Path, cambio: Callable[[dict[str, Any]], object]
) -> None:
    hecho = deposito.completo()
    _con_sello(hecho, cambio)
    assert isinstance(_rechazado(deposito, hecho.id, tmp_path), RespaldoAlteradoError)


def test_files_that_are_missing_swapped_or_links(deposito: Deposito, tmp_path: Path) -> None:
    viejo = deposito.completo()
    deposito.mover(4)
    hecho = deposito.completo()
    archivo = hecho.ubicacion / "inventario.db.zst"
    bueno = archivo.read_bytes()
    archivo.unlink()
    assert "le falta" in _rechazado(deposito, hecho.id, tmp_path).frase
    archivo.write_bytes((viejo.ubicacion / archivo.name).read_bytes())
    _rechazado(deposito, hecho.id, tmp_path)
    archivo.write_bytes((hecho.ubicacion / "users.db.zst").read_bytes())
    _rechazado(deposito, hecho.id, tmp_path)
    archivo.unlink()
    afuera = tmp_path / "afuera"
    afuera.write_bytes(bueno)
    archivo.symlink_to(afuera)
    _rechazado(deposito, hecho.id, tmp_path)
    archivo.unlink()
    archivo.write_bytes(bueno)
    # A whole set in another's folder.
    shutil.rmtree(viejo.ubicacion)
    shutil.copytree(hecho.ubicacion, viejo.ubicacion)
    _rechazado(deposito, viejo.id, tmp_path)


def test_an_incremental_set_whose_base_is_gone_or_another(deposito: Deposito, tmp_path: Path) -> None:
    base = deposito.completo()
    deposito.mover(4)
    hecho = deposito.incremental()
    aparte = tmp_path / "base"
    base.ubicacion.rename(aparte)
    assert isinstance(_rechazado(deposito, hecho.id, tmp_path), BaseAusenteError)
    # Another full set under the base's name, whole and sealed.
    deposito.modelo.editar_varios(deposito.articulos, {"proveedor": "Otro"})
    otro = deposito.completo()
    otro.ubicacion.rename(base.ubicacion)
    archivo = base.ubicacion / "manifest.json"
    datos = json.loads(archivo.read_bytes())
    datos["id"] = base.id
    datos.pop("sello")
    archivo.write_bytes(manifiesto.canonico({**datos, "sello": sha256(manifiesto.canonico(datos)).hexdigest()}))
    assert isinstance(_rechazado(deposito, hecho.id, tmp_path), RespaldoAlteradoError)


def test_a_set_of_a_newer_program(deposito: Deposito, tmp_path: Path) -> None:
    hecho = deposito.completo()
    _con_sello(hecho, lambda d: d.update(formato=2))
    assert "más nuevo" in _rechazado(deposito, hecho.id, tmp_path).frase


def test_a_set_of_a_newer_schema(deposito: Deposito, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hecho = deposito.completo()
    # This program as one that does not know the newest revision yet.
    monkeypatch.setitem(schema.HEADS, "users", "users_0002")
    monkeypatch.setattr("rexus.db.migrations.runner.revisions", lambda _base: {"users_0001", "users_0002"})
    with pytest.raises(BaseNuevaError):
        verificar.verificar(deposito.carpeta, hecho.id)
    with pytest.raises(BaseNuevaError):
        en_carpeta(deposito.carpeta, hecho.id, tmp_path / "aparte")


def test_the_wrong_passphrase(deposito: Deposito, tmp_path: Path) -> None:
    hecho = deposito.completo(frase=FRASE)
    for frase in (None, "otra"):
        assert isinstance(_rechazado(deposito, hecho.id, tmp_path, frase), FraseError)


def _tuberia(manifiesto: Path) -> None:
    os.mkfifo(manifiesto)


def _sin_fin(manifiesto: Path) -> None:
    manifiesto.symlink_to("/dev/zero")


def _enlace_en_circulo(manifiesto: Path) -> None:
    manifiesto.symlink_to(manifiesto)


def _enlace(manifiesto: Path) -> None:
    otro = manifiesto.parent.parent / "otro.json"
    otro.write_bytes(b"{}")
    manifiesto.symlink_to(otro)


def _enorme(manifiesto: Path) -> None:
    with manifiesto.open("wb") as archivo:
        archivo.truncate(1 << 40)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders, and links need a privilege")
@pytest.mark.parametrize("poner", [_tuberia, _sin_fin, _enlace_en_circulo, _enlace, _enorme, Path.mkdir])
def test_a_manifest_that_is_no_plain_file(deposito: Deposito, tmp_path: Path, poner: Callable[[Path], None]) -> None:
    """It is never opened: a pipe would be waited for, and /dev/zero never ends."""
    hecho = deposito.completo()
    (hecho.ubicacion / "manifest.json").unlink()
    poner(hecho.ubicacion / "manifest.json")
    error = _rechazado(deposito, hecho.id, tmp_path)
    assert isinstance(error, RespaldoAlteradoError) and "manifest.json" in error.frase
    assert [d.id for d in carpeta.dudosos(deposito.carpeta)] == [hecho.id]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_set_whose_folder_is_a_link(deposito: Deposito, tmp_path: Path) -> None:
    hecho = deposito.completo()
    hecho.ubicacion.rename(tmp_path / "elsewhere")
    hecho.ubicacion.symlink_to(tmp_path / "elsewhere")
    assert isinstance(_rechazado(deposito, hecho.id, tmp_path), RespaldoAlteradoError)
    assert [d.id for d in carpeta.dudosos(deposito.carpeta)] == [hecho.id]


def test_what_is_wrong_with_a_base_is_said_once(deposito: Deposito, tmp_path: Path) -> None:
    base = deposito.completo()
    deposito.mover()
    hecho = deposito.incremental()
    (base.ubicacion / "users.db.zst").unlink()
    error = _rechazado(deposito, hecho.id, tmp_path)
    assert error.frase == (
        f"El respaldo «{hecho.id}» no está como se hizo: se apoya en «{base.id}», y le falta «users.db.zst»."
        " No se usó nada de él."
    )


def _con_otros_ajustes(deposito: Deposito, hecho: Conjunto, partes: Iterable[bytes]) -> None:
    """Under a good seal."""
    (hecho.ubicacion / CONFIGURACION).unlink()
    otro = empaque.guardar(hecho.ubicacion / CONFIGURACION, partes, None)
    archivos = tuple(otro if a.nombre == CONFIGURACION else a for a in hecho.archivos)
    (hecho.ubicacion / "manifest.json").write_bytes(manifiesto.escribir(replace(hecho, archivos=archivos)))


def test_settings_that_unpack_without_end(deposito: Deposito) -> None:
    hecho = deposito.completo()
    _con_otros_ajustes(deposito, hecho, (b" " * (1 << 20) for _ in range(65)))
    with pytest.raises(RespaldoAlteradoError, match=r"configuracion\.json\.zst"):
        verificar.verificar(deposito.carpeta, hecho.id)


@pytest.mark.parametrize("texto", [b"", b"{", b"[]", b"\xff", b"[" * 100_000])
def test_settings_that_nobody_understands_are_told_and_the_rest_is_whole(deposito: Deposito, texto: bytes) -> None:
    hecho = deposito.completo()
    assert verificar.verificar(deposito.carpeta, hecho.id).avisos == ()
    _con_otros_ajustes(deposito, hecho, [texto])
    (aviso,) = verificar.verificar(deposito.carpeta, hecho.id).avisos
    assert "ajustes" in aviso


def test_a_file_that_is_in_no_manifest_is_told(deposito: Deposito) -> None:
    base = deposito.completo()
    deposito.mover()
    hecho = deposito.incremental()
    (base.ubicacion / "extra\u202e\n.exe").write_text("x")
    (aviso,) = verificar.verificar(deposito.carpeta, hecho.id).avisos
    assert base.id in aviso and "«extra??.exe»" in aviso


def test_what_is_proven_is_remembered_and_told(
    deposito: Deposito, eventos: Callable[[], list[tuple[str, str | None]]]
) -> None:
    """As on the page, so on the command line."""
    hecho = deposito.completo()
    respaldos = Respaldos(deposito.registry, lambda: SISTEMA)
    respaldos.verificar(f"rexus_backup_{hecho.id}")
    bien = estado.leer(deposito.carpeta)[hecho.id]
    assert bien.verificado is not None and not bien.falla
    archivo = hecho.ubicacion / "users.db.zst"
    datos = archivo.read_bytes()
    archivo.write_bytes(datos[:-1] + bytes([datos[-1] ^ 1]))
    with pytest.raises(RespaldoAlteradoError) as dicho:
        respaldos.verificar(hecho.id)
    assert estado.leer(deposito.carpeta)[hecho.id].falla == dicho.value.frase
    assert eventos()[-2:] == [("verificar", hecho.id)] * 2
    # Of one that is gone there is nothing to remember.
    shutil.rmtree(hecho.ubicacion)
    with pytest.raises(NoEncontradoError):
        respaldos.verificar(hecho.id)
    assert len(eventos()) == 3


@pytest.mark.parametrize("propia", [True, False], ids=["the other folder", "any disk"])
def test_in_another_folder_it_is_remembered_if_the_program_looks_after_it(
    deposito: Deposito, tmp_path: Path, propia: bool
) -> None:
    usb = tmp_path / "usb"
    hecho = deposito.completo()
    shutil.copytree(deposito.carpeta, usb)
    antes = sorted(usb.iterdir())
    settings = Settings(deposito.sitio.paths)
    try:
        if propia:
            settings.set("respaldo.carpeta", str(usb))
        deposito.registry.ajustes = settings
        Respaldos(deposito.registry, lambda: SISTEMA, desde=usb).verificar(hecho.id)
    finally:
        settings.close()
    assert (hecho.id in estado.leer(usb)) is propia
    assert propia or sorted(usb.iterdir()) == antes
    assert not estado.leer(deposito.carpeta)


def test_one_that_goes_while_it_is_read_is_not_altered(deposito: Deposito) -> None:
    hecho = deposito.completo()

    class Podado(Avance):
        def paso(self, _hecho: int, _total: int = 0) -> None:
            shutil.rmtree(hecho.ubicacion, ignore_errors=True)

    with pytest.raises(NoEncontradoError, match="ya no está"):
        Respaldos(deposito.registry, lambda: SISTEMA).verificar(hecho.id, Podado())
    assert not estado.malos(deposito.carpeta)
