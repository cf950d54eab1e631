"""The list of purchase orders and the card of one: its lines, what arrived, who waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rexus.base.text import formatear_fecha, formatear_numero, tr
from rexus.catalogo.view.comun.lista import ListTable
from rexus.modulos.compras import domain
from rexus.stock.estado_pedido import ANULADA, BORRADOR, EN_CAMINO, RECIBIDA
from rexus.stock.pedidos import FichaPedido, ResumenPedido, rotulos
from rexus.stock.recepciones_hechas import RecepcionVista
from rexus.ui.ficha import FichaPanel
from rexus.ui.list_page import ListPage
from rexus.ui.paged_table import Column
from rexus.ui.palette import Role
from rexus.ui.texto import Texto

HANDLE = "compras.pedidos"


class PedidosView(ListPage):
    """What is seen of the tab «Pedidos»."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Pedidos de compra"), nombre=HANDLE, buscar=tr("Buscar pedidos"), filas=tr("Pedidos"), parent=parent
        )
        self.overdue = self.add_chip(f"{HANDLE}.atrasados", tr("Atrasados"))
        self.ended = self.add_chip(f"{HANDLE}.terminados", tr("Mostrar recibidos y anulados"))
        self.new = self._action("nuevo", tr("Nuevo pedido…"), "nuevo", "Ctrl+N", tr("Escribir un pedido a mano"))
        self.edit = self._action("editar", tr("Editar el borrador…"), "editar", "F2", tr("Cambiar lo que se pide"))
        self.send = self._action(
            "enviar",
            tr("Marcar como enviado"),
            "salida",
            "Ctrl+Shift+S",
            tr("Se envió al proveedor: cuenta como pedido"),
        )
        self.receive = self._action("recibir", tr("Recibir…"), "entrada", "Ctrl+E", tr("Registrar lo que llegó"))
        self.undo_reception = self._action(
            "deshacer_recepcion", tr("Deshacer la última recepción…"), "deshacer", "", tr("Como si no hubiera llegado")
        )
        self.annul = self._action("anular", tr("Anular…"), "desactivar", "", tr("Lo que no llegó no llegará"))
        self.save_pdf = self._action("pdf", tr("Guardar en PDF…"), "guardar", "Ctrl+G", tr("El pedido en papel"))
        self.save_xlsx = self._action("xlsx", tr("Guardar en .xlsx…"), "guardar", "", tr("El pedido en una planilla"))
        self.refresh = self._action("actualizar", tr("Actualizar"), "actualizar", "F5", tr("Leer otra vez los datos"))
        self.receive.setIconText(tr("Recibir"))
        self.edit.setIconText(tr("Editar"))
        self.new.setIconText(tr("Nuevo"))
        for action in (self.edit, self.send, self.receive):
            self.add_action(action)
        self.add_menu(tr("Guardar"), [self.save_pdf, self.save_xlsx], nombre=f"{HANDLE}.guardar")
        self.add_action(self.new, primary=True)
        rest = [self.annul, self.undo_reception, self.refresh]
        self.addActions(rest)
        verbs = [self.edit, self.send, self.receive, self.save_pdf, self.save_xlsx, self.annul, self.undo_reception]
        self.table.addActions(verbs)
        self.menu_actions = [(tr("&Pedido"), [self.new, *verbs, self.refresh])]
        self.card = OrderCard()
        self.set_detail(self.card, below=232)
        QWidget.setTabOrder(self.search, self.table)

    def show_choice(
        self,
        pedido: ResumenPedido | None,
        receptions: Sequence[RecepcionVista],
        *,
        may_order: bool,
        may_receive: bool,
        away: str = "",
    ) -> None:
        """What can be done with the chosen order; nothing for the reason `away`, if there is one."""
        may = may_order and not away
        takes = may_receive and not away
        estado = pedido.estado if pedido is not None else ""
        not_draft = "" if not estado or estado == BORRADOR else tr("Ya no es un borrador")
        on_its_way = "" if not estado or estado in EN_CAMINO else _why_not_received(estado)
        ended = tr("Ya llegó entero o se anuló") if estado in (RECIBIDA, ANULADA) else ""
        self._allow(self.new, may, away)
        self._allow(self.edit, may and estado == BORRADOR, away or not_draft)
        self._allow(self.send, may and estado == BORRADOR, away or not_draft)
        self._allow(self.receive, takes and estado in EN_CAMINO, away or on_its_way)
        self._allow(self.annul, may and bool(estado) and not ended, away or ended)
        self._allow(self.undo_reception, takes and any(r.vigente for r in receptions), away)
        for action in (self.save_pdf, self.save_xlsx):
            self._allow(action, pedido is not None and not away, away)

    def show_nothing_found(self, *, filtered: bool) -> None:
        """Why the table is empty."""
        if filtered:
            self.table.set_empty(
                tr("Nada coincide"),
                tr("Ningún pedido cumple con lo elegido."),
                tr("Ver los pedidos abiertos"),
                self.show_open,
            )
        elif not self.ended.isChecked():
            self.table.set_empty(
                tr("No hay pedidos abiertos"),
                tr("Lo que falta se pide en Faltantes. Los que terminaron se ven con el filtro de arriba."),
                tr("Nuevo pedido…"),
                self.new,
            )
        else:
            self.table.set_empty(
                tr("Todavía no hay pedidos"),
                tr("Se hacen solos con «Pedir…» en Faltantes, o a mano."),
                tr("Nuevo pedido…"),
                self.new,
            )

    def show_open(self) -> None:
        """Those that are open, with any word."""
        self.overdue.setChecked(False)
        self.search.clear()


class OrderCard(FichaPanel):
    """One order, or a sentence while none is chosen."""

    def __init__(self) -> None:
        super().__init__(f"{HANDLE}.ficha", tr("Detalle del pedido"))
        self._number = Texto("seccion", f"{HANDLE}.ficha.numero", tr("Número"))
        self._state = Texto("", f"{HANDLE}.ficha.estado", tr("Estado"))
        self._facts = self.add_datos(
            {
                "proveedor": tr("Proveedor"),
                "fecha": tr("Fecha"),
                "esperado": tr("Se espera"),
                "obras": tr("Para"),
                "total": tr("Total"),
                "observaciones": tr("Notas"),
                "motivo": tr("Por qué se anuló"),
            }
        )
        self.lines = ListTable(
            (
                Column("codigo", tr("Código"), "codigo", 96),
                Column("descripcion", tr("Descripción"), width=120),
                Column("cantidad", tr("Pedidas"), "cantidad", 72),
                Column("recibidas", tr("Recibidas"), "cantidad", 80),
                Column("rechazadas", tr("Rechazadas"), "cantidad", 88),
                Column("pendiente", tr("Por llegar"), "cantidad", 80),
                Column("precio", tr("Precio"), "dinero", 92),
            ),
            f"{HANDLE}.ficha.lineas",
            tr("Líneas del pedido"),
            stretch=1,
        )
        # It takes what is there: how high it would like to be is no reason to scroll.
        self.lines.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.lines.setMinimumHeight(98)
        self._arrived_title = Texto("seccion", "", "", tr("Lo que llegó"))
        self._arrived = Texto("secundario", f"{HANDLE}.ficha.llegadas", tr("Lo que llegó"))
        # The facts, which stand by themselves now, go to the left of the lines.
        facts = self.column.takeAt(self.column.count() - 1)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(4)
        left.addWidget(self._number)
        left.addWidget(self._state)
        if facts is not None:
            left.addItem(facts)
        left.addStretch(1)
        right.addWidget(self.lines, 1)
        right.addWidget(self._arrived_title)
        right.addWidget(self._arrived)
        abreast = QHBoxLayout()
        abreast.setSpacing(24)
        abreast.addLayout(left, 3)
        abreast.addLayout(right, 7)
        self.column.addLayout(abreast, 1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No order is chosen."""
        self._decir_que_no_hay(tr("Elegir un pedido para ver sus líneas y lo que llegó."))

    def show_order(
        self, resumen: ResumenPedido, ficha: FichaPedido, receptions: Sequence[RecepcionVista], zona: tzinfo, state: str
    ) -> None:
        """Show an order; `state` is how it stands, in words."""
        late: Role = "bad" if state != rotulos()[resumen.estado] else "text"
        self._number.decir(ficha.numero)
        self._state.decir(state[:1].upper() + state[1:], late)
        sent = tr("enviado el {dia}").format(dia=_day(ficha.fecha_envio, zona)) if ficha.fecha_envio else ""
        expected = resumen.esperado(zona)
        facts = {
            "proveedor": ficha.proveedor,
            "fecha": " · ".join(t for t in (_day(ficha.fecha, zona), sent, ficha.usuario) if t),
            "esperado": formatear_fecha(expected) if expected else "",
            "obras": ", ".join(ficha.obras),
            "total": formatear_numero(ficha.total, 2) if ficha.total else "",
            "observaciones": ficha.observaciones,
            "motivo": ficha.motivo,
        }
        for key, text in facts.items():
            self._facts[key].decir(text)
        self.lines.show_rows(
            [
                (x.codigo, x.descripcion, x.cantidad, x.recibidas, x.rechazadas or None, x.pendiente, x.precio or None)
                for x in ficha.lineas
            ]
        )
        self._arrived_title.decir(tr("Lo que llegó") if receptions else "")
        self._arrived.decir("\n".join(domain.llegada(r, zona) for r in receptions))
        self._mostrar_entero()


def _why_not_received(estado: str) -> str:
    return {
        BORRADOR: tr("Primero marcarlo como enviado"),
        RECIBIDA: tr("Ya llegó todo"),
        ANULADA: tr("Está anulado"),
    }[estado]


def _day(moment: object, zona: tzinfo) -> str:
    return formatear_fecha(moment, zona, hora=False)  # type: ignore[arg-type]
