"""The pane beside the tables: one obra, and one of its materials."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from rexus.base.text import contados, formatear_fecha, formatear_numero, tr
from rexus.modulos.obras import textos
from rexus.stock.coberturas import ObraVista
from rexus.stock.requerimientos import FALTA, Material
from rexus.ui.ficha import FichaPanel
from rexus.ui.raya import raya
from rexus.ui.texto import Texto


class ObraPanel(FichaPanel):
    """Shows an `ObraVista`. Its parts are `nombre.codigo`, `nombre.estado`, `nombre.materiales`, `nombre.cliente`, …"""

    def __init__(self, nombre: str) -> None:
        super().__init__(nombre, tr("Detalle de la obra"))
        self._code = Texto("seccion", f"{nombre}.codigo", tr("Código"))
        self._name = Texto("", f"{nombre}.nombre", tr("Nombre"))
        self._state = Texto("", f"{nombre}.estado", tr("Estado"))
        self._cover = Texto("", f"{nombre}.materiales", tr("Materiales"))
        self._how = Texto("secundario", f"{nombre}.desglose")
        self._notes = Texto("", f"{nombre}.observaciones", tr("Observaciones"))
        for text in (self._code, self._name):
            self.column.addWidget(text)
        self.column.addSpacing(4)
        for text in (self._state, self._cover, self._how):
            self.column.addWidget(text)
        self.column.addSpacing(8)
        self._data = self.add_datos(
            {
                "cliente": tr("Cliente"),
                "direccion": tr("Dirección"),
                "telefono": tr("Teléfono"),
                "medicion": tr("Medición"),
                "entrega": tr("Entrega"),
                "aberturas": tr("Aberturas"),
            }
        )
        self.column.addSpacing(8)
        self.column.addWidget(self._notes)
        self.column.addStretch(1)
        self.show_obra(None)

    def show_obra(self, vista: ObraVista | None) -> None:
        """Show an obra; None: none is chosen."""
        if vista is None:
            self._decir_que_no_hay(tr("Elegir una obra para ver cómo está."))
            return
        f, hay = vista.ficha, vista.cobertura
        self._code.decir(f.codigo)
        self._name.decir(f.nombre)
        marca = textos.marca_de_estado(f.estado)
        self._state.decir(f"{marca.sign} {_primera(textos.estado(f.estado))}", marca.role)
        marca_de = textos.marca_de_cobertura(hay)
        if hay is None or marca_de is None:
            self._cover.decir("")
            self._how.decir("")
        else:
            self._cover.decir(
                f"{marca_de.sign} {tr('Materiales: {como}').format(como=textos.cobertura(hay))}", marca_de.role
            )
            self._how.decir(textos.desglose(hay) if hay.articulos else "", "secondary")
        for clave, texto in {
            "cliente": f.cliente,
            "direccion": f.direccion,
            "telefono": f.telefono,
            "medicion": formatear_fecha(f.fecha_medicion) if f.fecha_medicion else "",
            "entrega": formatear_fecha(f.fecha_entrega) if f.fecha_entrega else "",
            "aberturas": formatear_numero(f.aberturas) if f.aberturas else "",
        }.items():
            self._data[clave].decir(texto)
        self._notes.decir(f.observaciones)
        self._mostrar_entero()


class MaterialPanel(FichaPanel):
    """One material of the obra: what the table has no room for."""

    def __init__(self, nombre: str) -> None:
        super().__init__(nombre, tr("Detalle del material"))
        self._code = Texto("seccion", f"{nombre}.codigo", tr("Código"))
        self._name = Texto("", f"{nombre}.descripcion", tr("Descripción"))
        self._state = Texto("", f"{nombre}.estado", tr("Estado"))
        self._others = Texto("", f"{nombre}.de_otras")
        self._waiting = Texto("", f"{nombre}.esperan")
        self._source = Texto("secundario", f"{nombre}.origen")
        for text in (self._code, self._name, self._state, self._others, self._waiting, self._source):
            self.column.addWidget(text)
        self.column.addStretch(1)

    def show_material(self, m: Material) -> None:
        """Show a material."""
        self._code.decir(m.codigo)
        self._name.decir(m.descripcion)
        marca = textos.marca_de_material(m)
        self._state.decir(f"{marca.sign} {_primera(_frase(m))}", marca.role)
        otras = tr("Reservado para otras obras: {otras}.").format(otras=textos.quien_tiene(m.de_otras))
        self._others.decir(otras if m.de_otras else "")
        esperan = tr("Lo disponible no alcanza para todas; también espera {otras}. Es de quien lo reserve primero.")
        self._waiting.decir(esperan.format(otras=textos.quien_tiene(m.esperan)) if m.disputado else "", "warning")
        self._source.decir(tr("Lo pidió «{archivo}».").format(archivo=m.origen) if m.origen else "", "secondary")
        self._mostrar_entero()


class ObraYMaterial(QWidget):
    """The pane of the card: the obra, and below it the chosen material."""

    def __init__(self, nombre: str) -> None:
        super().__init__()
        self.obra = ObraPanel(f"{nombre}.obra")
        self.material = MaterialPanel(f"{nombre}.material")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._between = raya()
        column.addWidget(self.material)
        column.addWidget(self._between)
        column.addWidget(self.obra, 1)
        self.show_material(None)

    def show_material(self, m: Material | None) -> None:
        """The chosen material; None: none is, and the obra has all the room."""
        for part in (self.material, self._between):
            part.setVisible(m is not None)
        if m is not None:
            self.material.show_material(m)


def _frase(m: Material) -> str:
    if m.estado == FALTA:
        frase = tr("falta {n}, hay {libres}") if m.faltan == 1 else tr("faltan {n}, hay {libres}")
        libres = contados(m.disponible, tr("disponible"), tr("disponibles"))
        return frase.format(n=formatear_numero(m.faltan), libres=libres)
    return textos.material(m)


def _primera(frase: str) -> str:
    return frase[:1].upper() + frase[1:]
