"""What somebody who signed in must do before the desk opens: another password, a second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6

from rexus.base.errors import RexusError
from rexus.shell.strength import Strength

if TYPE_CHECKING:
    from rexus.seguridad import Ingreso
    from rexus.shell.clave_nueva import ClaveNuevaPage
    from rexus.shell.factor_nuevo import FactorNuevoPage
    from rexus.shell.gate import Gate


class Duties:
    """Shows its pages through the gate, and goes on there once they are done."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def show_new_password(self, ingreso: Ingreso, clave: str) -> None:
        """The page that asks for another password in the place of `clave`."""
        from rexus.shell.clave_nueva import ClaveNuevaPage

        gate = self._gate
        page = ClaveNuevaPage(ingreso.actor.usuario)
        strength = Strength(page, lambda: ingreso.palabras, lambda: gate.accounts, gate.run)
        # By a function of its own, as on the welcome page.
        page.clave_edited.connect(lambda nueva: strength.ask(nueva))
        page.guardar_requested.connect(lambda nueva: gate.run(lambda: self._change(page, ingreso, clave, nueva)))
        page.salir_requested.connect(lambda: gate.run(lambda: self._leave(ingreso)))
        gate.show_page(page)

    async def _change(self, page: ClaveNuevaPage, ingreso: Ingreso, clave: str, nueva: str) -> None:
        gate = self._gate
        try:
            seguido = await gate.accounts.cambiar_clave(ingreso.actor, clave, nueva)
        except RexusError as error:
            if shiboken6.isValid(page):
                page.refuse(error.explicacion)
            return
        if page is gate.page:
            gate.go_on(seguido, nueva)

    def show_new_factor(self, ingreso: Ingreso, empresa: str) -> None:
        """The page that enrols a phone; `empresa` is what the phone calls the account's place."""
        from rexus.seguridad import factor
        from rexus.shell.factor_nuevo import FactorNuevoPage

        gate = self._gate
        usuario = ingreso.actor.usuario
        propuesta = factor.proponer(usuario, empresa)
        page = FactorNuevoPage(usuario, propuesta.uri, propuesta.secreto)
        page.confirmar_requested.connect(
            lambda codigo: gate.run(lambda: self._enrol(page, ingreso, propuesta.secreto, codigo))
        )
        page.salir_requested.connect(lambda: gate.run(lambda: self._leave(ingreso)))
        gate.show_page(page)

    async def _enrol(self, page: FactorNuevoPage, ingreso: Ingreso, secreto: str, codigo: str) -> None:
        gate = self._gate
        try:
            codigos, seguido = await gate.accounts.inscribir_factor(ingreso.actor, secreto, codigo)
        except RexusError as error:
            if shiboken6.isValid(page):
                page.refuse(" ".join((error.frase, error.que_hacer)))
            return
        if page is gate.page:
            page.seguir_requested.connect(lambda: gate.go_on(seguido, ""))
            page.show_codes(codigos)

    async def _leave(self, ingreso: Ingreso) -> None:
        self._gate.show_login()
        await self._gate.accounts.salir(ingreso.actor)
