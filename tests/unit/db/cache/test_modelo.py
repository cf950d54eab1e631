"""The cache against the simplest model of it: a value is what was read, until it is forgotten or its time is over."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from rexus.db.cache import Cache
from rexus.db.cache.memoria import MemoryCache
from tests.unit.db.cache.reloj import Reloj

_TTL = 100.0
_ETIQUETAS = st.sampled_from(["ubicaciones", "perfil.valores", "herraje.valores"])
_CLAVES = st.sampled_from(["acabado", "proveedor", ""])


class Maquina(RuleBasedStateMachine):
    """Three labels of three keys, and a database that changes."""

    @initialize()
    def empezar(self) -> None:
        self.reloj = Reloj()
        self.cache = Cache(MemoryCache(_TTL, reloj=self.reloj), reloj=self.reloj)
        self.verdad: dict[tuple[str, str], int | None] = {}
        # What is remembered: the value and when it ends.
        self.modelo: dict[tuple[str, str], tuple[int | None, float]] = {}

    def _esperado(self, llave: tuple[str, str]) -> tuple[bool, int | None]:
        recordado = self.modelo.get(llave)
        if recordado is not None and self.reloj() < recordado[1]:
            return True, recordado[0]
        return False, self.verdad.get(llave)

    @rule(etiqueta=_ETIQUETAS, clave=_CLAVES, valor=st.none() | st.integers())
    def cambiar(self, etiqueta: str, clave: str, valor: int | None) -> None:
        """As every operation must: the change, then what it makes stale."""
        self.verdad[etiqueta, clave] = valor
        self._olvidar(etiqueta)

    def _olvidar(self, etiqueta: str) -> None:
        self.cache.olvidar(etiqueta)
        self.modelo = {llave: v for llave, v in self.modelo.items() if llave[0] != etiqueta}

    @rule(etiqueta=_ETIQUETAS, clave=_CLAVES, valor=st.integers())
    def cambiar_a_escondidas(self, etiqueta: str, clave: str, valor: int) -> None:
        """Somebody forgot to say so: the old value is served until its time is over."""
        self.verdad[etiqueta, clave] = valor

    @rule(segundos=st.sampled_from([0.0, 1.0, 33.0, _TTL, 1e6]))
    def pasa_el_tiempo(self, segundos: float) -> None:
        self.reloj.pasan(segundos)

    @rule()
    def olvidar_todo(self) -> None:
        self.cache.olvidar_todo()
        self.modelo.clear()

    @rule(etiqueta=_ETIQUETAS, clave=_CLAVES)
    def pedir(self, etiqueta: str, clave: str) -> None:
        llave = (etiqueta, clave)
        recordado, esperado = self._esperado(llave)
        leidas = 0

        def leer() -> int | None:
            nonlocal leidas
            leidas += 1
            return self.verdad.get(llave)

        assert self.cache.recordar(etiqueta, clave, int | None, leer) == esperado
        assert leidas == (0 if recordado else 1)
        if not recordado:
            self.modelo[llave] = (esperado, self.reloj() + _TTL)

    @rule(etiqueta=_ETIQUETAS, clave=_CLAVES, valor=st.integers(), otra=_ETIQUETAS)
    def pedir_mientras_cambia(self, etiqueta: str, clave: str, valor: int, otra: str) -> None:
        """A change is committed and told between the reading and its being stored."""
        llave = (etiqueta, clave)
        recordado, esperado = self._esperado(llave)

        def leer() -> int | None:
            leido = self.verdad.get(llave)
            self.cambiar(otra, clave, valor)
            return leido

        assert self.cache.recordar(etiqueta, clave, int | None, leer) == esperado
        if not recordado and otra != etiqueta:
            self.modelo[llave] = (esperado, self.reloj() + _TTL)


TestModelo = Maquina.TestCase
