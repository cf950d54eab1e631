"""The lines above the keys: no permission, no database, conflicts, what waits for the database, what for a restart."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Protocol

from rexus.base.text import contados, tr
from rexus.db.conexion import POSTGRESQL, Conexion, conexion_de
from rexus.modulos.configuracion import textos
from rexus.modulos.configuracion.controller.entorno import Entorno
from rexus.modulos.configuracion.model import ConfiguracionModel

if TYPE_CHECKING:
    from rexus.modulos.configuracion.view.page import ConfiguracionView


class Hace(Protocol):
    """What the verbs do."""

    def sync(self, *, ajenos: bool = False) -> Coroutine[Any, Any, None]:
        """Apply what waits for the database."""


def show(view: ConfiguracionView, model: ConfiguracionModel, entorno: Entorno, hace: Hace) -> None:
    """Bring every line up to date."""
    view.rights_band.tell(
        "info",
        ""
        if model.puede_modificar
        else tr("Se puede mirar, y cambiar solo el tema: falta el permiso de modificar la configuración."),
    )
    _offline(view, model, entorno)
    _waiting(view, model, entorno, hace)
    _restart(view, entorno)
    _where(view, entorno)
    view.show_bands()


def _offline(view: ConfiguracionView, model: ConfiguracionModel, entorno: Entorno) -> None:
    texto = ""
    if not model.con_sesion:
        texto = tr("Nadie entró todavía: se puede cambiar lo de esta computadora; lo del taller, solo mirarlo.")
    elif entorno.registry is not None and not entorno.registry.salud.instante.en_linea:
        texto = tr("Sin conexión con la base: lo que se cambie del taller vale en este puesto y espera a que vuelva.")
    view.offline_band.tell("advertencia" if model.con_sesion else "info", texto)


def _waiting(view: ConfiguracionView, model: ConfiguracionModel, entorno: Entorno, hace: Hace) -> None:
    settings = entorno.settings
    todos, otras, disputed = settings.pendientes(), settings.ajenas(), settings.en_conflicto()
    pendientes = {clave: pendiente for clave, pendiente in todos.items() if clave not in otras}
    mios = {c for c, p in pendientes.items() if p.quien == model.usuario or not model.con_sesion}
    choques = disputed & mios
    esperan = [clave for clave in pendientes if clave in mios and clave not in disputed]
    ajenos = [clave for clave in pendientes if clave not in mios]
    may = model.con_sesion and model.puede_modificar
    online = entorno.registry is not None and entorno.registry.salud.instante.en_linea

    def sync() -> None:
        entorno.spawn(view, hace.sync())

    def sync_all() -> None:
        entorno.spawn(view, hace.sync(ajenos=True))

    if choques:
        n = contados(len(choques), tr("ajuste cambiado aquí"), tr("ajustes cambiados aquí"))
        view.conflict_band.tell(
            "advertencia",
            tr("{n} también se cambió en la base: {cuales}.").format(n=n, cuales=textos.lista(choques)),
            [("elegir", tr("Elegir…"), sync)] if may and online else [],
        )
    else:
        view.conflict_band.tell("info", "")
    partes = []
    if esperan:
        n = contados(len(esperan), tr("cambio hecho sin conexión espera"), tr("cambios hechos sin conexión esperan"))
        partes.append(tr("{n}.").format(n=n))
    if ajenos:
        quienes = ", ".join(sorted({pendientes[clave].quien or tr("alguien") for clave in ajenos}))
        n = contados(len(ajenos), tr("cambio"), tr("cambios"))
        partes.append(tr("Hay {n} de {quienes} sin aplicar.").format(n=n, quienes=quienes))
    if otras:
        lugares = ", ".join(sorted({todos[clave].instalacion for clave in otras}))
        n = contados(len(otras), tr("cambio espera"), tr("cambios esperan"))
        partes.append(tr("{n} a otra base ({lugares}) y aquí no se aplica.").format(n=n, lugares=lugares))
    verbos: list[Any] = [("ver", tr("Ver"), view.only_pending)]
    if may and online and esperan:
        verbos.append(("aplicar", tr("Aplicar ahora"), sync))
    if may and online and ajenos:
        verbos.append(("aplicar_ajenos", tr("Aplicar los de otros"), sync_all))
    view.pending_band.tell("info", " ".join(partes), verbos if partes else [])


def _restart(view: ConfiguracionView, entorno: Entorno) -> None:
    claves = entorno.settings.espera_reinicio()
    if not claves:
        view.restart_band.tell("info", "")
        return
    # Without a restart it takes another sign-in: pool, cache and zone are made anew.
    verbos = [("entrar", tr("Volver a entrar"), entorno.reconectar)] if entorno.reconectar is not None else []
    frase = tr("Se aplica al reiniciar Rexus: {cuales}.").format(cuales=textos.lista(claves))
    view.restart_band.tell("info", frase, verbos)


def _where(view: ConfiguracionView, entorno: Entorno) -> None:
    registry = entorno.registry
    later = conexion_de(entorno.settings)
    now = registry.conexion if registry is not None else later
    if registry is not None and not registry.salud.instante.en_linea:
        frase = tr("Sin conexión desde {cuando}.").format(
            cuando=textos.momento(registry.salud.instante.desde, entorno.zona)
        )
    elif now.es_servidor:
        frase = tr("En línea; compartida con los otros puestos.") if registry is not None else tr("Base compartida.")
    else:
        frase = tr("Los datos están en esta computadora.")
    if later != now:
        frase = f"{frase} {tr('Al reiniciar: {lugar}.').format(lugar=_lugar(later))}"
    view.resumen.tell(_lugar(now), frase)


def _lugar(conexion: Conexion) -> str:
    if not conexion.es_servidor:
        return tr("Base local")
    motor = tr("PostgreSQL") if conexion.motor == POSTGRESQL else tr("SQL Server")
    return tr("{motor} en {lugar}").format(motor=motor, lugar=conexion.lugar)
