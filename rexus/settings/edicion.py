"""What a person typed for a key, made ready to be kept."""

from __future__ import annotations

import unicodedata
from typing import Any

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.settings import values
from rexus.settings.setting import Setting


def preparado(setting: Setting, valor: Any) -> Any:
    """The value to keep: texts without spaces at their ends, in one normal form. Raises DatoInvalidoError.

    Stricter than `values.check`, which must accept what was kept before: a zone must be known to this machine.
    """
    if isinstance(valor, str) and not setting.secreta:
        valor = unicodedata.normalize("NFC", valor).replace("\r\n", "\n").strip()
    checked = values.check(setting, valor)
    if setting.clave == "sistema.zona" and not _hay_zona(checked):
        motivo = tr("no es una zona horaria conocida (como «{ejemplo}»)").format(ejemplo=setting.ejemplo)
        raise DatoInvalidoError(
            tr("«{clave}» {motivo}.").format(clave=setting.clave, motivo=motivo), campos={setting.clave: motivo}
        )
    return checked


def _hay_zona(nombre: str) -> bool:
    # Deferred: only an edit needs it.
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(nombre)
    except (ValueError, OSError, LookupError):
        return False
    return True
