"""The workshop's time zone."""

from __future__ import annotations

from datetime import timedelta, timezone, tzinfo

from rexus.base.log import get_logger
from rexus.settings.settings import Settings

log = get_logger(__name__)

# Argentina keeps UTC−3 all year (IANA, since 2009): what is shown when the zone's name is unknown to this machine.
_ARGENTINA = timezone(timedelta(hours=-3))


def zona_horaria(settings: Settings) -> tzinfo:
    """The zone named by «sistema.zona»; UTC−3 if the machine does not know that name."""
    # Deferred: nothing shows a time before the sign-in.
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    name = settings.get("sistema.zona")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        log.warning("time zone %s: %s", name, error)
        return _ARGENTINA
