"""What a server's refusals mean, in the same words for every engine."""

from __future__ import annotations

from rexus.base.errors import AccesoRechazadoError
from rexus.base.text import tr

CUENTA, DERECHOS, CERTIFICADO, CONTROLADOR, PUERTO = "cuenta", "derechos", "certificado", "controlador", "puerto"
# The password has no part in these: none was there, or the server does not even ask for it.
SIN_CLAVE, ENTRADA = "clave", "entrada"


def otro_servicio(lugar: str, esperado: str) -> AccesoRechazadoError:
    """Something answers at that port that does not speak the engine's language."""
    return AccesoRechazadoError(
        PUERTO,
        tr("Lo que contesta en {lugar} no es {esperado}.").format(lugar=lugar, esperado=esperado),
        tr("Revisar el servidor y el puerto."),
    )


def cuenta(usuario: str) -> AccesoRechazadoError:
    """User name or password of the server; which of them, servers do not say."""
    return AccesoRechazadoError(
        CUENTA,
        tr("El servidor no acepta la cuenta «{usuario}» con esa clave.").format(usuario=usuario),
        tr("Revisar usuario y clave de la base en «Conexión»."),
    )


def sin_clave(usuario: str) -> AccesoRechazadoError:
    """The server wants a password and this machine has none."""
    return AccesoRechazadoError(
        SIN_CLAVE,
        tr("El servidor pide la clave de la cuenta «{usuario}», y aquí no hay ninguna guardada.").format(
            usuario=usuario
        ),
        tr("Guardarla en «Conexión» o con «rexus config poner db.clave», o definir la variable DB_PASSWORD."),
    )


def sin_entrada(usuario: str, *, cifrada: bool, detalle: str) -> AccesoRechazadoError:
    """PostgreSQL's list of who may come from where, to which database and how has no line for this, or a refusing one.

    https://www.postgresql.org/docs/current/auth-pg-hba-conf.html
    """
    frase = (
        tr("El servidor no admite a la cuenta «{usuario}» en esa base desde esta computadora {detalle}.")
        if cifrada
        else tr(
            "El servidor no admite a la cuenta «{usuario}» en esa base desde esta computadora sin cifrar {detalle}."
        )
    )
    agregar = tr("Agregar en su pg_hba.conf una línea que la admita y recargarlo; la clave no tiene que ver.")
    cifrar = tr("Si el servidor solo admite conexiones cifradas (hostssl), elegir otra «Conexión cifrada» (db.tls).")
    return AccesoRechazadoError(
        ENTRADA,
        frase.format(usuario=usuario, detalle=detalle),
        agregar if cifrada else f"{cifrar} {agregar}",
    )


def sin_cuenta(usuario: str) -> AccesoRechazadoError:
    """There is no such account, and the server says so."""
    return AccesoRechazadoError(
        ENTRADA,
        tr("En el servidor no hay ninguna cuenta «{usuario}».").format(usuario=usuario),
        tr("Revisar cómo está escrita en «Conexión», o crearla en el servidor con su clave."),
    )


def sin_ingreso(usuario: str) -> AccesoRechazadoError:
    """The account is there, and is not one that signs in."""
    return AccesoRechazadoError(
        ENTRADA,
        tr("La cuenta «{usuario}» existe en el servidor, pero no puede iniciar sesión.").format(usuario=usuario),
        tr("Pedir al administrador del servidor que se lo permita (ALTER ROLE … LOGIN), o usar otra cuenta."),
    )


def sin_derechos(usuario: str, detalle: str) -> AccesoRechazadoError:
    """The account may sign in but not do this."""
    return AccesoRechazadoError(
        DERECHOS,
        tr("La cuenta «{usuario}» no tiene los derechos que hacen falta ({detalle}).").format(
            usuario=usuario, detalle=detalle
        ),
        tr("Pedir al administrador del servidor que ejecute «rexus preparar --conceder {usuario}».").format(
            usuario=usuario
        ),
    )


def certificado(servidor: str, detalle: str) -> AccesoRechazadoError:
    """The encrypted connection could not be set up or its certificate is not trusted."""
    return AccesoRechazadoError(
        CERTIFICADO,
        tr("No se pudo comprobar que el servidor sea «{servidor}» {detalle}.").format(
            servidor=servidor, detalle=detalle
        ),
        tr("Indicar el certificado de la autoridad en «Conexión», o elegir otro cifrado sabiendo qué se pierde."),
    )


def controlador(pedido: str, hay: str) -> AccesoRechazadoError:
    """The ODBC driver is not installed."""
    return AccesoRechazadoError(
        CONTROLADOR,
        tr("Falta el controlador de SQL Server «{pedido}». Instalados: {hay}.").format(
            pedido=pedido, hay=hay or tr("ninguno")
        ),
        tr("Instalar «ODBC Driver 18 for SQL Server», o el complemento «mssql-python», que no necesita ninguno."),
    )


def sin_comprobar(controlador: str) -> AccesoRechazadoError:
    """The driver encrypts without proving who answers, and that was not chosen knowingly."""
    return AccesoRechazadoError(
        CERTIFICADO,
        tr("El controlador «{controlador}» cifra, pero no comprueba el certificado del servidor.").format(
            controlador=controlador
        ),
        tr("Instalar «ODBC Driver 18 for SQL Server», o elegir «exigir» en «Conexión cifrada» sabiendo qué se pierde."),
    )
