"""When the workshop is told about its backups, and when it is left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rexus.base.errors import RexusError
from rexus.respaldos.alerta import alerta

AHORA = datetime(2026, 11, 22, 12, tzinfo=UTC)
FALLA = RexusError("Disco lleno", "No queda espacio.", "Liberar espacio.")


def test_a_young_backup_needs_no_word() -> None:
    assert alerta(AHORA - timedelta(days=7), AHORA, 7) is None


def test_an_old_one_is_told_with_its_age() -> None:
    vista = alerta(AHORA - timedelta(days=9, hours=5), AHORA, 7)
    assert vista is not None and vista.texto == "Último respaldo: hace 9 días"
    assert "7 días" in vista.detalle


def test_none_at_all_is_told_unless_one_is_on_its_way() -> None:
    assert alerta(None, AHORA, 7) is not None
    assert alerta(None, AHORA, 7, en_camino=True) is None


def test_a_failure_is_told_until_a_set_made_up_for_it() -> None:
    fallo = AHORA - timedelta(hours=2)
    vista = alerta(AHORA - timedelta(hours=20), AHORA, 7, falla=FALLA, fallo=fallo, en_camino=True)
    assert vista is not None and vista.texto == "El último respaldo falló"
    assert vista.detalle == "No queda espacio. Liberar espacio."
    assert alerta(AHORA - timedelta(hours=1), AHORA, 7, falla=FALLA, fallo=fallo) is None
    assert alerta(None, AHORA, 7, falla=FALLA, fallo=fallo, en_camino=True) is not None


def test_a_test_that_failed_is_told_after_what_is_worse() -> None:
    joven = AHORA - timedelta(hours=3)
    vista = alerta(joven, AHORA, 7, prueba="El respaldo no está como se hizo.")
    assert vista is not None and vista.texto == "La prueba del respaldo falló"
    assert "no está como se hizo" in vista.detalle
    vista = alerta(AHORA - timedelta(days=30), AHORA, 7, prueba="El respaldo no está como se hizo.")
    assert vista is not None and vista.texto == "Último respaldo: hace 30 días"


def test_a_missing_disk_is_told_when_it_lasts() -> None:
    joven = AHORA - timedelta(hours=3)
    assert alerta(joven, AHORA, 7, sin_copia=AHORA - timedelta(days=7)) is None
    vista = alerta(joven, AHORA, 7, sin_copia=AHORA - timedelta(days=9))
    assert vista is not None and vista.texto == "Sin copia en la otra carpeta: hace 9 días"
