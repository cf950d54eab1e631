"""What nobody caught is logged whole and shown; nothing is lost silently."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import create_engine

from rexus.base.atomic import replacing
from rexus.base.errors import ConflictoError, ResultadoDesconocidoError
from rexus.db.names import INVENTARIO
from rexus.db.work import Work
from rexus.stock import proveedores
from rexus.ui.jobs import Jobs
from tests.gui.conftest import Driver

# As they stand in an address, in quotes, in a connection string, after a word, and by themselves.
SECRETS = ("h0la;mundo", "siete barras", "otr4", "abc123", "ABCDEF-234567-GHIJKL-MNOPQR")


def details(app: Driver) -> str:
    app.wait(lambda: app.has("reporte.detalles"))
    return app.find("reporte.detalles", QPlainTextEdit).toPlainText()


def fail() -> None:
    raise ZeroDivisionError("el motivo")


# pytest-qt's ear would fail the test for what is expected here.
@pytest.mark.qt_no_exception_capture
def test_a_bug_in_a_slot_is_logged_and_offered_as_a_report(
    start: Callable[[], Driver],
    monkeypatch: pytest.MonkeyPatch,
    errores_esperados: list[logging.LogRecord],
) -> None:
    heard: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: heard.append(kind))
    app = start()
    QTimer.singleShot(0, fail)
    text = details(app)
    assert "ZeroDivisionError: el motivo" in text
    assert "in fail" in text
    assert [record.exc_info[0] for record in errores_esperados if record.exc_info] == [ZeroDivisionError]
    assert heard == [ZeroDivisionError], "whoever listened before still hears it"
    assert "in fail" in (app.application.paths.logs / "rexus.log").read_text(encoding="utf-8")


def test_a_bug_in_a_coroutine_is_logged_and_offered(app: Driver, errores_esperados: list[logging.LogRecord]) -> None:
    app.wait(lambda: app.application.services is not None)

    async def work() -> None:
        fail()

    assert app.application.services is not None
    app.application.services.jobs.spawn(work())
    assert "el motivo" in details(app)
    assert errores_esperados


def test_a_bug_in_a_thread_is_logged_and_offered(app: Driver, errores_esperados: list[logging.LogRecord]) -> None:
    before = threading.excepthook
    # pytest's own ear for threads would fail the test for what is expected here.
    app.application.faults._threading_hook = lambda args: None
    thread = threading.Thread(target=fail, name="obrero")
    thread.start()
    thread.join()
    assert "el motivo" in details(app)
    assert "obrero" in errores_esperados[0].getMessage()
    assert threading.excepthook is before


def test_a_report_says_what_was_kept_and_holds_no_secret(
    signed_in: Driver, monkeypatch: pytest.MonkeyPatch, errores_esperados: list[logging.LogRecord]
) -> None:
    """A bug on the way to a server whose address, account and codes stand in its message."""
    monkeypatch.setenv("HOME", str(signed_in.application.paths.data.parent.parent))

    data = signed_in.application.paths.data

    def connect(clave: str) -> None:
        create_engine(f"postgresql+psycopg://rexus:{clave}@servidor.taller:puerto/inventario")

    async def work() -> None:
        try:
            connect(SECRETS[0])
        except ValueError as error:
            address, phrase, odbc, token, code = SECRETS
            raise RuntimeError(
                f"no se pudo entrar en postgresql://rexus:{address}@servidor.taller/inventario con clave={phrase!r}, "
                f"PWD={odbc};token: {token}\nel código {code} no sirve; datos en {data}"
            ) from error

    assert signed_in.application.services is not None
    signed_in.application.services.jobs.spawn(work())
    details(signed_in)
    shown = "\n".join(
        signed_in.find(f"reporte.{part}", QLabel).text() for part in ("que_paso", "que_significa", "que_se_guardo")
    )
    assert "RuntimeError: no se pudo entrar en postgresql://***@servidor.taller/inventario" in shown
    assert "se puede seguir trabajando" in shown
    assert "puede haberse guardado: mirarlo" in shown
    assert "rexus.log" in shown
    signed_in.click("reporte.copiar")
    copied = QGuiApplication.clipboard().text()
    assert "RuntimeError" in copied
    assert "in connect" in copied
    logged = (signed_in.application.paths.logs / "rexus.log").read_text(encoding="utf-8")
    assert "RuntimeError" in logged
    for secret in SECRETS:
        assert secret not in shown + copied + logged
    assert f"datos en ~/{data.parent.name}/data" in copied
    assert str(data) not in shown + copied
    signed_in.click("reporte.aceptar")
    assert not signed_in.has("reporte")
    assert errores_esperados


def kept(app: Driver) -> str:
    """What the report says was saved; it is then closed."""
    app.wait(lambda: app.has("reporte.que_se_guardo"))
    text = app.find("reporte.que_se_guardo", QLabel).text()
    app.click("reporte.aceptar")
    app.wait(lambda: not app.has("reporte"))
    return text


async def long_read(jobs: Jobs) -> None:
    await jobs.read(lambda avance: fail(), titulo="Copiando")


def test_a_report_says_what_became_of_what_was_being_saved(
    signed_in: Driver, errores_esperados: list[logging.LogRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    services, session = signed_in.application.services, signed_in.application.session
    assert services is not None and session is not None
    jobs, registry = services.jobs, services.registry

    def saved(work: Work, nombre: str) -> None:
        proveedores.crear(work, {"nombre": nombre})

    def before(work: Work) -> None:
        saved(work, "Nunca")
        fail()

    def after() -> None:
        registry.escribir(INVENTARIO, session.actor, saved, "Siempre")
        fail()

    def beside(file: Path) -> None:
        with replacing(file, file.with_suffix(".tmp")) as stream:
            stream.write(b"7")
        registry.escribir(INVENTARIO, session.actor, before)

    async def told_badly() -> None:
        await jobs.write(registry.escribir, INVENTARIO, session.actor, saved, "Después")
        fail()

    def names() -> set[str]:
        return {p.nombre for p in registry.leer(INVENTARIO, session.actor, proveedores.listar)}

    async def write(fn: Callable[..., object], *args: object) -> None:
        await jobs.write(fn, *args)

    # Within the transaction: nothing of it is there.
    jobs.spawn(write(registry.escribir, INVENTARIO, session.actor, before))
    assert "no se guardó: se deshizo entero" in kept(signed_in)
    # After its commit: it is.
    jobs.spawn(write(after))
    assert "quedó guardado, entero o en parte" in kept(signed_in)
    assert names() == {"Siempre"}
    # Saved and answered, then the telling fails: repeating it would do it twice.
    jobs.spawn(told_badly())
    assert "quedó guardado, entero o en parte" in kept(signed_in)
    assert names() == {"Siempre", "Después"}
    # A file, then a transaction that is undone: not all of it was.
    jobs.spawn(write(beside, signed_in.application.paths.data / "algo.json"))
    assert "quedó guardado, entero o en parte" in kept(signed_in)
    # No transaction: nobody undoes anything. Nor is it known of long work on a reading thread.
    for work in (lambda: write(fail), lambda: long_read(jobs)):
        jobs.spawn(work())
        said = kept(signed_in)
        assert "puede haberse guardado" in said and "deshizo" not in said
    # Nothing to do with saving; but just after it nobody can tell.
    QTimer.singleShot(0, lambda: signed_in.application.faults.report(ZeroDivisionError(), "here"))
    assert "puede haberse guardado: mirarlo" in kept(signed_in)
    monkeypatch.setattr("rexus.ui.jobs._LATELY_SECONDS", 0)
    QTimer.singleShot(0, lambda: signed_in.application.faults.report(ZeroDivisionError(), "here"))
    assert "No se estaba guardando nada" in kept(signed_in)
    assert errores_esperados


def test_a_report_says_what_else_is_under_way(signed_in: Driver, errores_esperados: list[logging.LogRecord]) -> None:
    services, session = signed_in.application.services, signed_in.application.session
    assert services is not None and session is not None
    jobs, faults = services.jobs, signed_in.application.faults
    go_on = threading.Event()
    # One write waits; a change on a page is not saved; a slot fails.
    writing = jobs.write(go_on.wait, 20)
    session._lead("configuracion", "tema")
    signed_in.wait(lambda: signed_in.has("configuracion.tema.densidad"))
    combo = signed_in.find("configuracion.tema.densidad", QComboBox)
    combo.setCurrentIndex(1)
    combo.activated.emit(1)
    faults.report(ZeroDivisionError(), "here")
    said = kept(signed_in)
    assert "Una operación se está guardando todavía" in said
    assert "Sin guardar, y todavía en la pantalla: Configuración." in said
    assert "No se estaba guardando" not in said and "no llegó la respuesta" not in said
    go_on.set()
    signed_in.wait(writing.done)

    # The answer to a write was lost: until another one is answered, nobody knows.
    def lost() -> None:
        raise ResultadoDesconocidoError("servidor.taller", "1234")

    doubtful = jobs.write(lost)
    signed_in.wait(doubtful.done)
    assert isinstance(doubtful.exception(), ResultadoDesconocidoError)
    faults.report(ZeroDivisionError(), "here")
    assert "no llegó la respuesta y no se sabe si quedó" in kept(signed_in)
    answered = jobs.write(int)
    signed_in.wait(answered.done)
    faults.report(ZeroDivisionError(), "here")
    said = kept(signed_in)
    assert "no llegó la respuesta" not in said and "se está guardando" not in said
    assert errores_esperados


def test_an_error_for_the_user_becomes_a_notice_and_no_report(signed_in: Driver) -> None:
    async def work() -> None:
        raise ConflictoError("Eso ya está.", "Elegir otra cosa.")

    assert signed_in.application.services is not None
    signed_in.application.services.jobs.spawn(work())
    assert signed_in.application.session is not None
    notices = signed_in.application.session.notices
    signed_in.wait(lambda: notices.current is not None)
    assert notices.current is not None
    assert "Eso ya está." in notices.current.texto
    assert not signed_in.has("reporte.detalles")


def test_what_qt_complains_about_goes_to_the_log(app: Driver, qtbot: QtBot) -> None:
    qWarning("Qt dice algo")
    log = app.application.paths.logs / "rexus.log"
    assert "Qt dice algo" in log.read_text(encoding="utf-8")


def test_settings_that_could_not_be_saved_are_told_after_the_sign_in(signed_in: Driver) -> None:
    settings = signed_in.application.settings
    settings.guardar()
    paths = signed_in.application.paths
    paths.settings_file.write_text('{"version": 99}')
    settings.set("tema.densidad", "compacta")
    assert signed_in.application.session is not None
    notices = signed_in.application.session.notices
    signed_in.wait(lambda: notices.current is not None)
    assert notices.current is not None
    assert "más nueva" in notices.current.texto
