"""Whether the workshop should be told about its backups without asking. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rexus.base.errors import RexusError
from rexus.base.text import contados, tr


@dataclass(frozen=True)
class Alerta:
    """A few words for a strip, and a sentence that says more and what to do."""

    texto: str
    detalle: str


def alerta(
    ultimo: datetime | None,
    ahora: datetime,
    dias: int,
    *,
    falla: RexusError | None = None,
    fallo: datetime | None = None,
    en_camino: bool = False,
    prueba: str = "",
    sin_copia: datetime | None = None,
) -> Alerta | None:
    """What to say; None while all is well. `ultimo` is when the newest verified set was begun.

    `falla`, at `fallo`, is how the last attempt ended; a set made since makes up for it. `en_camino`: there is none yet
    and the program is about to make one. `prueba` is what the last test restore found wrong. `sin_copia`: since when
    sets wait for the other folder.
    """
    if falla is not None and (ultimo is None or fallo is None or ultimo < fallo):
        return Alerta(tr("El último respaldo falló"), f"{falla.frase} {falla.que_hacer}".strip())
    que_hacer = tr("Hacer uno desde Respaldos.")
    if ultimo is None:
        return None if en_camino else Alerta(tr("No hay ningún respaldo"), que_hacer)
    edad = ahora - ultimo
    if edad <= timedelta(days=dias):
        return _de_lo_demas(ahora, dias, prueba, sin_copia)
    return Alerta(
        tr("Último respaldo: hace {edad}").format(edad=contados(edad.days, tr("día"), tr("días"))),
        tr("El respaldo verificado más nuevo tiene más de {dias}. {que_hacer}").format(
            dias=contados(dias, tr("día"), tr("días")), que_hacer=que_hacer
        ),
    )


def _de_lo_demas(ahora: datetime, dias: int, prueba: str, sin_copia: datetime | None) -> Alerta | None:
    if prueba:
        return Alerta(
            tr("La prueba del respaldo falló"),
            tr("Se restauró un respaldo como prueba, y no salió bien: {falla} {que_hacer}").format(
                falla=prueba[:1].lower() + prueba[1:], que_hacer=tr("Hacer uno nuevo y verificarlo desde Respaldos.")
            ),
        )
    if sin_copia is None or ahora - sin_copia <= timedelta(days=dias):
        return None
    return Alerta(
        tr("Sin copia en la otra carpeta: hace {edad}").format(
            edad=contados((ahora - sin_copia).days, tr("día"), tr("días"))
        ),
        tr("Los respaldos esperan a la otra carpeta. Conectar el disco, o elegir otra en Configuración ▸ Respaldo."),
    )
