"""The names that tests and assistive tools hold: a public interface. A name may be added; one that goes is a break."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QTabBar, QWidget

from tests.gui.conftest import Driver

WELCOME = {
    "bienvenida", "bienvenida.usuario", "bienvenida.clave", "bienvenida.repetir", "bienvenida.fuerza",
    "bienvenida.crear", "bienvenida.error", "bienvenida.usuario.error", "bienvenida.clave.error",
    "bienvenida.repetir.error", "bienvenida.clave.ver", "bienvenida.repetir.ver", "bienvenida.conexion",
    "bienvenida.restaurar", "bienvenida.aviso", "bienvenida.idioma",
}  # fmt: skip
RESCUE = {
    "rescate", "rescate.aviso", "rescate.carpeta", "rescate.archivo", "rescate.donde", "rescate.lista",
    "rescate.usuario", "rescate.clave", "rescate.codigo", "rescate.error", "rescate.curso", "rescate.barra",
    "rescate.restaurar", "rescate.volver",
}  # fmt: skip
LOGIN = {
    "login", "login.usuario", "login.clave", "login.clave.ver", "login.entrar", "login.error", "login.estado",
    "login.conexion", "login.idioma",
}  # fmt: skip
DESK = {
    "principal", "principal.ventana", "principal.menu", "principal.navegacion", "principal.pagina", "principal.estado",
    "principal.estado.base", "principal.estado.usuario", "principal.estado.reloj", "principal.aviso",
    "principal.usuario", "principal.menu_usuario", "principal.estado.reintentar", "principal.estado.advertencia",
    "principal.buscar",
}  # fmt: skip
ACTIONS = {
    "principal.al_aviso",
    "principal.bloquear", "principal.cerrar_sesion", "principal.salir", "principal.deshacer", "principal.ir_inventario",
    "principal.ir_ubicaciones", "principal.tema.modo.sistema", "principal.tema.modo.claro",
    "principal.tema.modo.oscuro", "principal.sistema.idioma.es", "principal.sistema.idioma.en",
    "principal.tema.densidad.comoda", "principal.tema.densidad.compacta",
    "principal.plegar_navegacion", "principal.ventana.detalle_visible", "principal.atajos", "principal.acerca_de",
    "principal.novedades",
    "principal.ir_configuracion", "principal.menu.estado", "principal.ir_usuarios", "principal.mi_cuenta",
    "principal.ir_auditoria", "principal.ir_respaldos", "principal.ir_herrajes", "principal.ir_inicio",
    "principal.ir_compras", "principal.ir_obras", "principal.buscar_todo", "principal.manual",
    "principal.ejemplo", "principal.ejemplo.quitar",
}  # fmt: skip
START = {
    "inicio", "inicio.lienzo", "inicio.calma", "inicio.obras", "inicio.articulos", "inicio.pedidos", "inicio.respaldo",
    "inicio.articulos.cifra", "inicio.articulos.titulo", "inicio.actualizar", "inicio.ir_a_inventario", "inicio.pie",
    "inicio.sin_conexion", "inicio.valor", "inicio.valor.cifra", "inicio.movimiento", "inicio.movimiento.cifra",
    "inicio.movimiento.dias", "inicio.primeros", "inicio.primeros.importar", "inicio.primeros.ejemplo",
    "inicio.primeros.blanco", "inicio.ejemplo", "inicio.ejemplo.volver", "inicio.ejemplo.quitar",
}  # fmt: skip
INVENTORY = {
    "inventario", "inventario.tabla", "inventario.buscar", "inventario.nuevo", "inventario.editar",
    "inventario.entrada", "inventario.salida", "inventario.ajuste", "inventario.transferir", "inventario.importar",
    "inventario.exportar", "inventario.sin_conexion", "inventario.historial", "inventario.historial.detalle",
    "inventario.imprimir", "inventario.imprimir_ficha", "inventario.imprimir.boton",
    "inventario.cortar", "inventario.cortar.detalle", "inventario.retazos", "inventario.etiquetas",
}  # fmt: skip
FITTINGS = {
    "herrajes.pagina", "herrajes.pestanas", "herrajes", "herrajes.tabla", "herrajes.buscar", "herrajes.nuevo",
    "herrajes.editar", "herrajes.entrada", "herrajes.salida", "herrajes.ajuste", "herrajes.transferir",
    "herrajes.importar", "herrajes.exportar", "herrajes.conteo", "herrajes.rapido", "herrajes.categorias",
    "herrajes.imagen", "herrajes.quitar_imagen", "herrajes.ver_imagenes", "herrajes.cuadricula",
    "herrajes.kits", "herrajes.kits.tabla", "herrajes.kits.buscar", "herrajes.kits.nuevo", "herrajes.kits.editar",
    "herrajes.kits.salida", "herrajes.kits.reservar", "herrajes.etiquetas", "herrajes.kits.desactivar",
    "herrajes.kits.ficha", "herrajes.kits.ficha.partes",
}  # fmt: skip
OBRAS = {
    "obras", "obras.tabla", "obras.buscar", "obras.filtro_estado", "obras.con_faltantes", "obras.nueva", "obras.abrir",
    "obras.editar", "obras.eliminar", "obras.actualizar", "obras.pasar_a", "obras.pasar_a.pedido",
    "obras.pasar_a.cerrada", "obras.pasar_a.cancelada", "obras.panel", "obras.panel.materiales", "obras.volver",
    "obras.pestanas", "obras.tarjeta.estado", "obras.tarjeta.editar", "obras.materiales", "obras.materiales.tabla",
    "obras.materiales.buscar", "obras.materiales.solo_faltan", "obras.materiales.agregar", "obras.materiales.cambiar",
    "obras.materiales.quitar", "obras.materiales.importar", "obras.materiales.reservar",
    "obras.materiales.reservar_lineas", "obras.materiales.liberar", "obras.materiales.entregar",
    "obras.materiales.devolver", "obras.materiales.ver_articulo", "obras.entregas", "obras.entregas.tabla",
    "obras.entregas.remito", "obras.entregas.deshacer", "obras.adjuntos", "obras.adjuntos.tabla",
    "obras.adjuntos.agregar", "obras.adjuntos.abrir", "obras.adjuntos.guardar", "obras.adjuntos.quitar",
}  # fmt: skip
PURCHASES = {
    "compras.pagina", "compras.pestanas", "compras.faltantes", "compras.faltantes.tabla", "compras.faltantes.buscar",
    "compras.faltantes.obras", "compras.faltantes.proveedores", "compras.faltantes.minimos", "compras.faltantes.pedir",
    "compras.faltantes.precios", "compras.faltantes.articulo", "compras.faltantes.actualizar",
    "compras.faltantes.ficha", "compras.faltantes.ficha.esperan", "compras.faltantes.ficha.retazos",
    "compras.pedidos", "compras.pedidos.tabla", "compras.pedidos.buscar", "compras.pedidos.atrasados",
    "compras.pedidos.terminados", "compras.pedidos.nuevo", "compras.pedidos.editar", "compras.pedidos.enviar",
    "compras.pedidos.recibir", "compras.pedidos.deshacer_recepcion", "compras.pedidos.anular", "compras.pedidos.pdf",
    "compras.pedidos.xlsx", "compras.pedidos.guardar", "compras.pedidos.ficha", "compras.pedidos.ficha.lineas",
    "compras.pedidos.ficha.llegadas", "compras.proveedores", "compras.proveedores.tabla", "compras.proveedores.buscar",
    "compras.proveedores.inactivos", "compras.proveedores.nuevo", "compras.proveedores.editar",
    "compras.proveedores.desactivar", "compras.proveedores.importar", "compras.proveedores.ficha",
}  # fmt: skip
USERS = {
    "usuarios", "usuarios.tabla", "usuarios.buscar", "usuarios.filtro_rol", "usuarios.filtro_estado", "usuarios.nuevo",
    "usuarios.editar", "usuarios.desactivar", "usuarios.suspender", "usuarios.desbloquear", "usuarios.restablecer",
    "usuarios.cerrar_sesiones", "usuarios.quitar_factor", "usuarios.roles", "usuarios.actualizar", "usuarios.sesiones",
    "usuarios.detalle", "usuarios.pie", "usuarios.sin_conexion",
}  # fmt: skip
ROLES = {
    "usuarios.roles.dialogo", "usuarios.roles.lista", "usuarios.roles.descripcion", "usuarios.roles.nuevo",
    "usuarios.roles.eliminar", "usuarios.roles.inventario.ver", "usuarios.roles.inventario.modificar",
    "usuarios.roles.inventario.aprobar", "usuarios.roles.usuarios.administrar", "usuarios.roles.stock.ajustar",
    "usuarios.roles.respaldos.restaurar", "usuarios.roles.importaciones.revertir",
}  # fmt: skip
AUDIT = {
    "auditoria", "auditoria.tabla", "auditoria.buscar", "auditoria.filtro_usuario", "auditoria.filtro_modulo",
    "auditoria.filtro_fecha", "auditoria.desde", "auditoria.hasta", "auditoria.verificar", "auditoria.exportar",
    "auditoria.actualizar", "auditoria.detalle", "auditoria.evento", "auditoria.evento.titulo",
    "auditoria.evento.registro", "auditoria.evento.quien", "auditoria.evento.cuando", "auditoria.evento.equipo",
    "auditoria.evento.recibido", "auditoria.evento.numero", "auditoria.evento.cambios", "auditoria.pie",
    "auditoria.sin_conexion", "auditoria.abrir_registro",
}  # fmt: skip
BACKUPS = {
    "respaldos", "respaldos.tabla", "respaldos.completo", "respaldos.incremental", "respaldos.verificar",
    "respaldos.restaurar", "respaldos.exportar", "respaldos.eliminar", "respaldos.abrir_carpeta", "respaldos.pausar",
    "respaldos.configurar", "respaldos.actualizar", "respaldos.mas", "respaldos.estado", "respaldos.estado.resumen",
    "respaldos.estado.programa", "respaldos.estado.falla", "respaldos.estado.otra_carpeta", "respaldos.curso",
    "respaldos.curso.texto", "respaldos.curso.barra", "respaldos.curso.cancelar", "respaldos.ficha",
    "respaldos.ficha.titulo", "respaldos.ficha.estado", "respaldos.ficha.porque", "respaldos.ficha.guardia",
    "respaldos.pie", "respaldos.detalle", "respaldos.sin_conexion",
}  # fmt: skip
OWN_ACCOUNT = {
    "mi_cuenta", "mi_cuenta.partes", "mi_cuenta.aceptar", "mi_cuenta.cancelar", "mi_cuenta.nombre",
    "mi_cuenta.apellido", "mi_cuenta.email", "mi_cuenta.telefono", "mi_cuenta.clave.actual", "mi_cuenta.clave.nueva",
    "mi_cuenta.clave.repetir", "mi_cuenta.clave.fuerza", "mi_cuenta.sesiones.lista", "mi_cuenta.factor.qr",
    "mi_cuenta.factor.secreto", "mi_cuenta.factor.codigo", "mi_cuenta.factor.quitar",
}  # fmt: skip


def names(app: Driver) -> set[str]:
    window = app.application.window
    return {o.objectName() for o in (window, *window.findChildren(QObject))}


def without_a_voice(app: Driver) -> list[str]:
    """Buttons and fields of ours that a screen reader could only call «button»."""
    widgets = app.application.window.findChildren(QWidget)
    return [
        f"{type(w).__name__} {w.objectName()} in {w.parent()}"
        for w in widgets
        if isinstance(w, QAbstractButton | QLineEdit)
        and w.isVisible()
        and not (w.accessibleName() or (w.text() if isinstance(w, QAbstractButton) else ""))
        and not w.objectName().startswith(("qt_", "_q_"))
        # Qt makes these of a field's actions, and speaks the action's text.
        and not isinstance(w.parent(), QLineEdit)
    ]


def test_the_welcome_page(app: Driver) -> None:
    app.wait(lambda: app.application.services is not None)
    assert names(app) >= WELCOME
    assert without_a_voice(app) == []
    app.click("bienvenida.restaurar")
    app.wait(lambda: app.has("rescate"))
    assert names(app) >= RESCUE
    assert without_a_voice(app) == []


def test_the_sign_in_page(account: str, start: Callable[[], Driver]) -> None:
    app = start()
    app.wait(lambda: app.application.services is not None)
    assert names(app) >= LOGIN
    assert without_a_voice(app) == []


def test_the_desk(signed_in: Driver) -> None:
    found = names(signed_in)
    assert found >= DESK | ACTIONS | START | INVENTORY
    assert without_a_voice(signed_in) == []
    for name in ACTIONS:
        assert signed_in.find(name, QAction).text()
    for name in ("principal.navegacion", "principal.estado", "principal.aviso", "principal.usuario"):
        assert signed_in.find(name).accessibleName()


def test_the_purchases(signed_in: Driver) -> None:
    assert signed_in.application.session is not None
    signed_in.application.session.page.show_module("compras")
    signed_in.wait(lambda: signed_in.has("compras.faltantes.tabla"))
    assert names(signed_in) >= PURCHASES
    for n, part in enumerate(("faltantes", "pedidos", "proveedores")):
        signed_in.find("compras.pestanas", QTabBar).setCurrentIndex(n)
        signed_in.wait(lambda part=part: signed_in.find(f"compras.{part}.tabla").isVisible())
        assert without_a_voice(signed_in) == []
        for name in (f"compras.{part}.tabla", f"compras.{part}.ficha"):
            assert signed_in.find(name).accessibleName()


def test_the_fittings(signed_in: Driver) -> None:
    assert signed_in.application.session is not None
    signed_in.application.session.page.show_module("herrajes")
    signed_in.wait(lambda: signed_in.has("herrajes.tabla"))
    assert names(signed_in) >= FITTINGS
    assert without_a_voice(signed_in) == []
    signed_in.find("herrajes.pestanas", QTabBar).setCurrentIndex(1)
    signed_in.wait(lambda: signed_in.find("herrajes.kits.tabla").isVisible())
    assert without_a_voice(signed_in) == []
    for name in ("herrajes.tabla", "herrajes.pestanas", "herrajes.kits.tabla", "herrajes.kits.ficha"):
        assert signed_in.find(name).accessibleName()


def test_the_obras(signed_in: Driver) -> None:
    assert signed_in.application.session is not None
    signed_in.application.session.page.show_module("obras")
    signed_in.wait(lambda: signed_in.has("obras.tabla"))
    assert names(signed_in) >= OBRAS
    assert without_a_voice(signed_in) == []
    for name in ("obras.tabla", "obras.panel", "obras.filtro_estado", "obras.pestanas", "obras.materiales.tabla"):
        assert signed_in.find(name).accessibleName()


def test_the_accounts(signed_in: Driver) -> None:
    assert signed_in.application.session is not None
    signed_in.application.session.page.show_module("usuarios")
    signed_in.wait(lambda: signed_in.has("usuarios.tabla"))
    assert names(signed_in) >= USERS
    assert without_a_voice(signed_in) == []
    signed_in.trigger("usuarios.roles")
    signed_in.wait(lambda: signed_in.has("usuarios.roles.dialogo"))
    assert names(signed_in) >= ROLES
    assert without_a_voice(signed_in) == []
    signed_in.press(Qt.Key.Key_Escape, on=signed_in.find("usuarios.roles.dialogo"))
    signed_in.wait(lambda: not signed_in.has("usuarios.roles.dialogo"))
    signed_in.trigger("principal.mi_cuenta")
    signed_in.wait(lambda: signed_in.has("mi_cuenta"))
    assert names(signed_in) >= OWN_ACCOUNT
    assert without_a_voice(signed_in) == []


def test_the_trail(signed_in: Driver) -> None:
    assert signed_in.application.session is not None
    signed_in.application.session.page.show_module("auditoria")
    signed_in.wait(lambda: signed_in.has("auditoria.tabla"))
    assert names(signed_in) >= AUDIT
    assert without_a_voice(signed_in) == []
    for name in ("auditoria.tabla", "auditoria.filtro_usuario", "auditoria.filtro_modulo", "auditoria.filtro_fecha"):
        assert signed_in.find(name).accessibleName()
    # The days too, where they show.
    signed_in.find("auditoria.filtro_fecha", QComboBox).setCurrentIndex(4)
    signed_in.wait(lambda: signed_in.has("auditoria.desde"))
    assert without_a_voice(signed_in) == []


def test_the_backups(signed_in: Driver) -> None:
    assert signed_in.application.session is not None
    signed_in.application.session.page.show_module("respaldos")
    signed_in.wait(lambda: signed_in.has("respaldos.tabla"))
    assert names(signed_in) >= BACKUPS
    assert without_a_voice(signed_in) == []
    for name in ("respaldos.tabla", "respaldos.estado", "respaldos.ficha"):
        assert signed_in.find(name).accessibleName()
