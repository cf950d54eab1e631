"""`python -m rexus.settings.generate`: write the factory defaults, `config/rexus_config.json`, from the schema."""

from __future__ import annotations

from typing import Any

from rexus.base.paths import factory_settings
from rexus.settings.file import dump
from rexus.settings.schema import FORMAT_VERSION, SCHEMA, VERSION_KEY


def document() -> dict[str, Any]:
    """What the factory file holds: every key that is not secret, in the order of the schema."""
    result: dict[str, Any] = {VERSION_KEY: FORMAT_VERSION}
    for setting in SCHEMA.values():
        if not setting.secreta:
            result.setdefault(setting.categoria, {})[setting.nombre] = setting.default
    return result


def main() -> None:
    """Write the file."""
    file = factory_settings()
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(dump(document()))


if __name__ == "__main__":
    main()
