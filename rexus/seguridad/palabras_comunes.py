"""Words that people here begin a password with, besides the English ones that the estimator brings. Data, not texts."""

from __future__ import annotations

from typing import Final

# Of passwords, of the trade, of the days.
_SIN_ACENTOS: Final = """
    contrasena contrasenia clave password acceso entrar ingreso secreto secreta privado usuario admin administrador
    administradora administracion sistema programa rexus prueba bienvenido bienvenida hola cambiar cambiame
    inventario stock deposito almacen taller carpinteria carpintero aluminio pvc vidrio vidrios vidrieria ventana
    ventanas puerta puertas abertura aberturas cerramiento cerramientos herraje herrajes herrero herreria perfil
    perfiles barra barras obra obras compra compras pedido pedidos proveedor proveedores cliente clientes ferreteria
    metalurgica fabrica empresa negocio oficina trabajo ventas encargado dueno jefe panol
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
    lunes martes miercoles jueves viernes sabado domingo primavera verano otono invierno
    argentina uruguay paraguay chile bolivia peru colombia venezuela mexico espana buenosaires
    amor teamo teamomucho tequiero mivida micorazon familia princesa mariposa estrella futbol campeon
"""
_CON_ACENTOS: Final = """
    contraseña administración depósito almacén carpintería vidriería herrería ferretería metalúrgica fábrica dueño
    pañol miércoles sábado otoño españa méxico perú fútbol campeón
"""

#: All of them.
COMUNES: Final[tuple[str, ...]] = tuple(f"{_SIN_ACENTOS} {_CON_ACENTOS}".split())
