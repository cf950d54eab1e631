"""What a server's refusals mean, in the same words for every engine."""

from __future__ import annotations

from rexus.base.errors import AccesoRechazadoError
from rexus.base.text import tr

CUENTA, DERECHOS, CERTIFICADO, CONTROLADOR, PUERTO = "cuenta", "derechos", "certificado", "controlador", "puerto"


def otro_servicio(lugar: str, esperado: str) -> AccesoRechazadoError:
    """Something answers at that port that does not speak the engine's language."""
    return AccesoRechazadoError(
        PUERTO,
        tr("Lo que contesta en {lugar} no es {esperado}.").format(lugar=lugar, esperado=esperado),
        tr("Revisar el servidor y el puerto."),
    )


def cuenta(usuario: str) -> AccesoRechazadoError:
    """User name or password of the server."""
    return AccesoRechazadoError(
        CUENTA,
        tr("El servidor no acepta la cuenta «{usuario}» con esa clave.").format(usuario=usuario),
        tr("Revisar usuario y clave de la base en «Conexión», y que el servidor deje entrar desde esta computadora."),
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
