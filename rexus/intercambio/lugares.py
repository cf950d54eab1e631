"""The places that a file names: those that exist, and those that the import will make."""

from __future__ import annotations

from sqlalchemy import insert, select

from rexus.base.errors import ConflictoError
from rexus.base.text import fold, tr
from rexus.db.work import Work
from rexus.stock import ETIQUETA_UBICACIONES, Ubicacion, turno_de_lugares


class Lugares:
    """Places by name, case and accents ignored. `nuevas` are the codes to be made, in the order they were met."""

    def __init__(self, work: Work) -> None:
        self._por_nombre: dict[str, tuple[str, bool]] = {}
        self._ids: dict[str, int] = {}
        self.nuevas: list[str] = []
        self._creadas = 0
        for fila in work.connection.execute(select(Ubicacion.id, Ubicacion.codigo, Ubicacion.activo)).all():
            self._por_nombre[fold(fila.codigo)] = (fila.codigo, fila.activo)
            self._ids[fila.codigo] = fila.id

    def elegir(self, nombre: str) -> tuple[str, str]:
        """The code as it is written, and why it cannot be used (empty when it can)."""
        limpio = " ".join(nombre.split())
        codigo, activo = self._por_nombre.get(fold(limpio), ("", True))
        if not codigo:
            self._por_nombre[fold(limpio)] = (limpio, True)
            self.nuevas.append(limpio)
            codigo = limpio
        return codigo, "" if activo else tr("la ubicación está inactiva")

    def activa(self, codigo: str) -> bool:
        """Whether goods may go there; no place is the general one, a place still to be made is active."""
        return not codigo or self._por_nombre[fold(codigo)][1]

    def crear_nuevas(self, work: Work) -> None:
        """Make the places met since the last call. Raises ConflictoError when somebody made one of them meanwhile."""
        faltan = self.nuevas[self._creadas :]
        if not faltan:
            return
        turno_de_lugares(work)
        ajenas = {fold(codigo) for codigo in work.connection.scalars(select(Ubicacion.codigo))}
        for codigo in faltan:
            if fold(codigo) in ajenas:
                raise ConflictoError(
                    tr("Mientras tanto otra persona creó la ubicación «{codigo}». No se importó nada.").format(
                        codigo=codigo
                    ),
                    tr("Importar otra vez."),
                )
            datos = {"codigo": codigo, "nombre": "", "tipo": ""}
            self._ids[codigo] = work.connection.execute(insert(Ubicacion).returning(Ubicacion.id), datos).scalar_one()
            work.anotar("inventario", "crear", "ubicaciones", self._ids[codigo], despues=datos)
            work.invalidar(ETIQUETA_UBICACIONES)
        self._creadas = len(self.nuevas)

    def id_de(self, codigo: str) -> int:
        """The id of a place; the general one for none. A place still to be made has none: 0."""
        return self._ids.get(codigo, 0) if codigo else Ubicacion.GENERAL
