"""Two seats and a database, whatever happens in whatever order: nothing is lost and nothing is overwritten unseen."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from rexus.base.actor import SISTEMA, Actor
from rexus.base.paths import paths_under
from rexus.configuracion import equipo, vigentes
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos import tablas  # noqa: F401 - makes every table known

from .conftest import TODO, Puesto

CLAVES = ("empresa.nombre", "reportes.pie")
_PUESTOS = st.integers(0, 1)
_CLAVE = st.sampled_from(CLAVES)
_VALOR = st.none() | st.sampled_from(["a", "b", "c"])


class DosPuestos(RuleBasedStateMachine):
    """The model: what the database holds, and what each seat saw there and wants."""

    @initialize()
    def abrir(self) -> None:
        self.carpeta = tempfile.TemporaryDirectory()
        raiz = Path(self.carpeta.name)
        self.registry = Registry(paths_under(raiz / "base"))
        self.puestos = [
            Puesto.abrir(raiz / nombre, self.registry, Actor(nombre, "rol", TODO)) for nombre in ("ana", "beto")
        ]
        self.base: dict[str, str | None] = dict.fromkeys(CLAVES)
        self.vista: list[dict[str, str | None]] = [dict.fromkeys(CLAVES) for _ in self.puestos]
        self.quiere: list[dict[str, tuple[Any, Any]]] = [{}, {}]
        # How often each key was written; what each seat knew of that, and when it began to want something else.
        self.escrita: dict[str, int] = dict.fromkeys(CLAVES, 0)
        self.escrita_vista: list[dict[str, int | None]] = [dict.fromkeys(CLAVES) for _ in self.puestos]
        self.escrita_al_querer: list[dict[str, int | None]] = [{}, {}]

    def escribir(self, clave: str, valor: str | None) -> None:
        self.escrita[clave] += self.base[clave] != valor
        self.base[clave] = valor

    def querer(self, numero: int, clave: str, valor: str | None) -> None:
        self.quiere[numero][clave] = (valor, self.vista[numero][clave])
        self.escrita_al_querer[numero][clave] = self.escrita_vista[numero][clave]

    def ver(self, numero: int) -> None:
        self.vista[numero] = dict(self.base)
        self.escrita_vista[numero] = dict(self.escrita)

    def teardown(self) -> None:
        if hasattr(self, "puestos"):
            for puesto in self.puestos:
                puesto.settings.close()
            self.registry.close()
            self.carpeta.cleanup()

    @rule(numero=_PUESTOS, clave=_CLAVE, valor=_VALOR)
    def editar_sin_base(self, numero: int, clave: str, valor: str | None) -> None:
        puesto = self.puestos[numero]
        equipo.dejar_pendientes(puesto.settings, equipo.pedidos(puesto.settings, {clave: valor}, puesto.actor.usuario))
        self.quiere[numero].pop(clave, None)
        if valor != self.vista[numero][clave]:
            self.querer(numero, clave, valor)

    @rule(numero=_PUESTOS, clave=_CLAVE, valor=_VALOR)
    def editar(self, numero: int, clave: str, valor: str | None) -> None:
        visto = self.vista[numero][clave]
        hecho = self.puestos[numero].cambiar({clave: valor})
        if self.base[clave] == valor:
            assert (hecho.guardados, hecho.conflictos) == ((), ())
            self.quiere[numero].pop(clave, None)
        elif self.base[clave] == visto:
            assert hecho.guardados == (clave,)
            self.escribir(clave, valor)
            self.quiere[numero].pop(clave, None)
        else:
            assert [c.clave for c in hecho.conflictos] == [clave]
            self.quiere[numero].pop(clave, None)
            if valor != visto:
                self.querer(numero, clave, valor)
        self.ver(numero)

    @rule(numero=_PUESTOS)
    def sincronizar(self, numero: int) -> None:
        hecho = self.puestos[numero].sincronizar()
        aplicables, conflictos = set(), set()
        for clave, (valor, visto) in list(self.quiere[numero].items()):
            if self.base[clave] == valor:
                del self.quiere[numero][clave]
            elif self.base[clave] == visto and self.escrita_al_querer[numero][clave] in (None, self.escrita[clave]):
                aplicables.add(clave)
                self.escribir(clave, valor)
                del self.quiere[numero][clave]
            else:
                conflictos.add(clave)
        assert set(hecho.aplicados) == aplicables
        assert {c.clave for c in hecho.conflictos} == conflictos
        for conflicto in hecho.conflictos:
            assert conflicto.suyo == self.base[conflicto.clave]
        self.ver(numero)

    @precondition(lambda self: any(self.quiere))
    @rule(data=st.data(), eleccion=st.sampled_from(["mio", "suyo"]), vieja=st.booleans())
    def resolver(self, data: st.DataObject, eleccion: Any, vieja: bool) -> None:
        numero, clave = data.draw(st.sampled_from([(n, c) for n in (0, 1) for c in self.quiere[n]]))
        fila = self.registry.leer(INVENTARIO, SISTEMA, _version, clave)
        version = fila - 1 if vieja else fila
        hecho = self.puestos[numero].sincronizador.resolver(clave, eleccion, version).value
        if eleccion == "suyo":
            del self.quiere[numero][clave]
            return
        valor, _ = self.quiere[numero][clave]
        if vieja and self.base[clave] != valor:
            assert [c.clave for c in hecho.conflictos] == [clave]
        else:
            self.escribir(clave, valor)
            del self.quiere[numero][clave]
        self.ver(numero)

    @rule(numero=_PUESTOS)
    def reiniciar(self, numero: int) -> None:
        self.puestos[numero].reiniciar()

    @invariant()
    def nada_se_pierde(self) -> None:
        if not hasattr(self, "puestos"):
            return
        guardado = self.registry.leer(INVENTARIO, SISTEMA, vigentes)
        assert {clave: guardado.get(clave) for clave in CLAVES} == self.base
        for puesto, quiere in zip(self.puestos, self.quiere, strict=True):
            assert {c: (p.valor, p.base) for c, p in puesto.settings.pendientes().items()} == quiere


def _version(work: Any, clave: str) -> int:
    from rexus.configuracion.operaciones import filas

    fila = filas(work).get(clave)
    return fila.version if fila else 0


TestDosPuestos = DosPuestos.TestCase
TestDosPuestos.settings = profile(max_examples=25, stateful_step_count=20, deadline=None)
