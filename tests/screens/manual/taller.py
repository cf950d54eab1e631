"""The workshop that the manual's pictures show: the same on every machine and at any time."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from rexus import seguridad
from rexus.base.actor import SISTEMA, Actor
from rexus.base.paths import Paths
from rexus.db.names import INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.modulos import tablas  # noqa: F401 - makes every table known
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.obras.model import ObrasModel
from rexus.respaldos import hacer
from rexus.seguridad import Politica, cuentas
from rexus.stock import pedidos, precios, proveedores, recepciones, ubicaciones
from rexus.stock.corte_cuentas import Pieza
from rexus.stock.kits import ParteDada
from rexus.stock.lineas import Linea
from rexus.stock.movimientos import Pedido
from rexus.stock.pedidos import LineaPedida
from rexus.stock.recepciones import LineaRecibida
from tests.reloj import Reloj

USUARIO, CLAVE = "ana", "siete barras de aluminio"
#: When the pictures are taken, in the workshop's hours.
AHORA = datetime(2026, 11, 20, 13, 41, tzinfo=UTC)

_PERFILERIA, _HERRAJERA, _VIDRIOS = "Perfiles del Plata", "Herrajera Central", "Cierres y Burletes S.A."
_QUIEN_VENDE = ((_PERFILERIA, "Sofía Rey", 10), (_HERRAJERA, "Pablo Luna", 5), (_VIDRIOS, "", 7))
_LUGARES = (
    ("Rack A1", "Marcos", "rack"), ("Rack A2", "Hojas", "rack"), ("Rack B1", "Refuerzos", "rack"),
    ("Rack B2", "Contravidrios y accesorios", "rack"), ("Estante H1", "Herrajes chicos", "estante"),
    ("Estante H2", "Cerraduras y manijas", "estante"), ("Mesa de corte", "Retazos", "sector"),
)  # fmt: skip
_FAMILIAS = (
    ("10", "Marco 60", "Rack A1", 5800, 18400), ("20", "Hoja 60", "Rack A2", 5800, 21300),
    ("30", "Travesaño 60", "Rack A2", 5800, 17900), ("40", "Refuerzo 35 × 20 para marco 60", "Rack B1", 6000, 9800),
    ("50", "Contravidrio 22 mm", "Rack B2", 6000, 5200), ("60", "Cuarto caña 17 mm", "Rack B2", 6000, 3900),
    ("70", "Tapajuntas 40 mm", "Rack B2", 6000, 6100), ("80", "Umbral de puerta", "Rack A1", 6000, 24700),
)  # fmt: skip
_ACABADOS = (("1", "Blanco"), ("2", "Roble dorado"), ("3", "Gris antracita"), ("4", "Nogal"))
_HERRAJES = (
    ("BIS-090", "Bisagra reforzada 90 kg", "bisagras", "Estante H1", 96, 40, 3150),
    ("BIS-120", "Bisagra oculta 120 kg", "bisagras", "Estante H1", 14, 20, 8900),
    ("CER-MP3", "Cerradura multipunto 3 cierres", "cerraduras", "Estante H2", 11, 6, 42600),
    ("CER-UNI", "Cerradura de un punto", "cerraduras", "Estante H2", 23, 8, 15400),
    ("CRE-800", "Cremona oscilobatiente 800", "cremonas", "Estante H2", 32, 12, 18200),
    ("CRE-120", "Cremona oscilobatiente 1200", "cremonas", "Estante H2", 5, 12, 21900),
    ("MAN-BLA", "Manija blanca", "manijas", "Estante H2", 48, 20, 5100),
    ("MAN-NEG", "Manija negra", "manijas", "Estante H2", 0, 10, 5600),
    ("ROD-060", "Rueda regulable 60 kg", "rodamientos", "Estante H1", 64, 24, 2700),
    ("BUR-EPD", "Burlete EPDM negro, metro", "burletes", "Estante H1", 350, 200, 420),
    ("TOR-425", "Tornillo 4,2 × 25, caja de 500", "fijaciones", "Estante H1", 9, 4, 12800),
    ("TAP-DES", "Tapón de desagüe, bolsa de 100", "accesorios", "Estante H1", 6, 2, 3300),
)  # fmt: skip
_CLAVE_DE_OTROS = "ocho vidrios laminados"
_GENTE = (("luis", "Luis", "Ferreyra", "operador"), ("marta", "Marta", "Ibarra", "supervisor"))


def llenar(paths: Paths) -> None:
    """Make the workshop in an empty home: a month of work up to `AHORA`."""
    reloj = Reloj(AHORA - timedelta(days=30))
    registry = Registry(paths, clock=reloj)
    try:
        _Taller(registry, reloj).llenar()
    finally:
        registry.close()


class _Taller:
    def __init__(self, registry: Registry, reloj: Reloj) -> None:
        self._registry = registry
        self._reloj = reloj
        # Seeded: what it draws is nobody's secret, only the same every time.
        self._azar = random.Random(60)
        with registry.write(USERS, SISTEMA) as work:
            seguridad.crear_primer_administrador(work, USUARIO, CLAVE)
        self._ana = Actor(USUARIO, "administrador", frozenset({"*"}), 1)
        quien: Callable[[], Actor] = lambda: self._ana  # noqa: E731
        self._perfiles = InventarioModel(registry, quien)
        self._herrajes = HerrajesModel(registry, quien)
        self._obras = ObrasModel(registry, quien)
        self._p: dict[str, int] = {}
        self._h: dict[str, int] = {}

    def llenar(self) -> None:
        """All of it, in the order of the month."""
        self._gente_y_lugares()
        self._articulos()
        self._dia(28)
        self._precios()
        self._kit()
        self._movimientos()
        self._de_obras()
        self._de_compras()
        self._dia(0, horas=2)
        self._perfiles.registrar_entrada(Pedido(self._p["10.1"], 12, referencia="R-0001-4410"))
        self._perfiles.registrar_salida(Pedido(self._p["10.1"], 3, referencia="OB-0001"))
        # At the hours of the schedule: none is due when the window opens.
        for dias in (8, 1, 0):
            self._dia(dias, horas=8.5)
            hacer.completo(self._registry, self._registry.paths.backups, clock=self._reloj)
        self._dia(0, horas=3)

    def _dia(self, hace: float, horas: float = 0) -> None:
        self._reloj.ahora = AHORA - timedelta(days=hace, hours=horas)

    def _hacer(self, operacion: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        return self._registry.escribir(INVENTARIO, self._ana, operacion, *args, **kw).value

    def _clave(self) -> str:
        return f"{self._azar.getrandbits(128):032x}"

    def _gente_y_lugares(self) -> None:
        for usuario, nombre, apellido, rol in _GENTE:
            valores = {
                "usuario": usuario, "nombre": nombre, "apellido": apellido, "rol": rol,
                "email": f"{usuario}@aberturas.example", "telefono": "11 4444-5555",
            }  # fmt: skip
            self._registry.escribir(USERS, self._ana, cuentas.crear, valores, Politica(), clave=_CLAVE_DE_OTROS)
        for codigo, nombre, tipo in _LUGARES:
            self._hacer(ubicaciones.crear, codigo, nombre, tipo)

    def _articulos(self) -> None:
        for familia, descripcion, lugar, largo, importe in _FAMILIAS:
            for sufijo, acabado in _ACABADOS:
                codigo = f"{familia}.{sufijo}"
                valores = {
                    "codigo": f"60{codigo}", "descripcion": descripcion, "acabado": acabado, "tipo": "Perfil",
                    "tipo_material": "PVC", "proveedor": _PERFILERIA, "longitud": str(largo), "ubicacion": lugar,
                    "stock_minimo": "6", "ped_min": "4", "emba": "4", "importe": str(importe),
                }  # fmt: skip
                stock = 26 if sufijo == "1" else self._azar.choice((0, 4, 9, 12, 15, 18))
                self._p[codigo] = self._perfiles.crear(valores, stock).value.id
        for codigo, nombre, categoria, lugar, stock, minimo, precio in _HERRAJES:
            valores = {
                "codigo": codigo, "nombre": nombre, "categoria": categoria, "ubicacion": lugar,
                "proveedor": _HERRAJERA, "stock_minimo": str(minimo), "ped_min": "10", "emba": "10",
                "precio_unitario": str(precio), "unidad_medida": "unidad",
            }  # fmt: skip
            self._h[codigo] = self._herrajes.crear(valores, stock).value.id

    def _precios(self) -> None:
        ids = {}
        for nombre, contacto, dias in _QUIEN_VENDE:
            datos = {"contacto": contacto, "telefono": "11 4000-0000", "dias_entrega": dias}
            there = {p.nombre: p for p in self._registry.leer(INVENTARIO, self._ana, proveedores.listar)}
            if nombre in there:
                ids[nombre] = there[nombre].id
                self._hacer(proveedores.editar, ids[nombre], there[nombre].version, datos)
            else:
                ids[nombre] = self._hacer(proveedores.crear, {"nombre": nombre, **datos}).id
        for familia, *_, importe in _FAMILIAS:
            for sufijo, _acabado in _ACABADOS:
                suyo = {"precio": str(importe), "ped_min": "4", "emba": "4", "preferido": True}
                self._hacer(precios.poner, "perfil", self._p[f"{familia}.{sufijo}"], ids[_PERFILERIA], suyo)
        for codigo, *_, precio in _HERRAJES:
            suyo = {"precio": str(precio), "ped_min": "10", "emba": "10", "preferido": True}
            self._hacer(precios.poner, "herraje", self._h[codigo], ids[_HERRAJERA], suyo)

    def _kit(self) -> None:
        partes = [("CRE-800", 1), ("BIS-090", 2), ("MAN-BLA", 1), ("BUR-EPD", 6)]
        self._herrajes.crear_kit(
            {"codigo": "KIT-OB1", "nombre": "Ventana oscilobatiente de una hoja"},
            [ParteDada(n, self._h[codigo]) for codigo, n in partes],
        )

    def _movimientos(self) -> None:
        for dia in range(26, 1, -1):
            for _ in range(self._azar.randrange(1, 4)):
                self._dia(dia, horas=self._azar.randrange(0, 4))
                pedido = Pedido(self._p[self._azar.choice(sorted(self._p))], self._azar.randrange(1, 5))
                # What is not there does not go out.
                there = self._perfiles.articulo(pedido.articulo_id).stock_actual
                if self._azar.random() < 0.6 and there >= pedido.cantidad:  # type: ignore[operator]
                    self._perfiles.registrar_salida(pedido)
                else:
                    self._perfiles.registrar_entrada(pedido)
        self._dia(3)
        self._perfiles.cortar(self._p["10.1"], [Pieza(1200, 3)], ancho_sierra_mm=4, retazo_minimo_mm=600)
        self._perfiles.cortar(self._p["20.1"], [Pieza(1450, 2)], ancho_sierra_mm=4, retazo_minimo_mm=600)

    def _de_obras(self) -> None:
        self._dia(20)
        obras = {}
        for codigo, nombre, cliente, entrega, aberturas, necesita in (
            ("OB-0001", "Casa Los Aromos", "Estudio Rivera", "11/12/2026", 9, {"10.1": 8, "20.1": 10, "50.1": 12}),
            ("OB-0002", "Edificio Mitre 455", "Constructora del Sur", "22/01/2027", 24, {"10.3": 40, "20.3": 44}),
            ("OB-0003", "Local de la esquina", "Panadería La Espiga", "04/12/2026", 3, {"80.1": 2, "70.1": 4}),
            ("OB-0004", "Quincho de la quinta", "Familia Gómez", "18/12/2026", 5, {}),
        ):
            valores = {
                "codigo": codigo, "nombre": nombre, "cliente": cliente, "fecha_entrega": entrega,
                "aberturas": aberturas, "direccion": "", "telefono": "11 4555-0000",
            }  # fmt: skip
            obra = obras[codigo] = self._obras.crear(valores).value.id
            pedidas = {("perfil", self._p[c]): n for c, n in necesita.items()}
            if codigo == "OB-0001":
                pedidas |= {("herraje", self._h["CRE-800"]): 9, ("herraje", self._h["MAN-NEG"]): 9}
            if pedidas:
                self._obras.poner(obra, pedidas)
        una, local = obras["OB-0001"], obras["OB-0003"]
        self._dia(12)
        for obra in (una, local):
            self._obras.reservar(obra, None, self._clave())
        self._dia(2, horas=1)
        salen = [Linea("perfil", self._p["10.1"], "5"), Linea("perfil", self._p["20.1"], "4")]
        self._obras.entregar(una, salen, nota="Primer viaje", clave=self._clave())
        self._obras.cambiar_estado(una, "en_produccion", self._obras.obra(una).version)

    def _de_compras(self) -> None:
        self._dia(15)
        lineas = [LineaPedida("perfil", self._p[c], n, "18400") for c, n in (("10.3", 40), ("20.3", 24))]
        tarde = self._hacer(pedidos.crear, _PERFILERIA, lineas, enviar=True, fecha_prometida="2026-11-13")
        self._dia(6)
        llegada = LineaRecibida(tarde.lineas[0].id, 16, 2, "Golpeadas en la punta")
        self._hacer(recepciones.recibir, tarde.id, [llegada], remito="R-0002-0117")
        self._dia(1)
        lineas = [LineaPedida("herraje", self._h["MAN-NEG"], 20, "5600")]
        self._hacer(pedidos.crear, _HERRAJERA, lineas, enviar=True, fecha_prometida="2026-11-27")
