"""Says in Spanish that Python is too old. Written so that Python 3.6 can still read this file."""

import sys

MINIMUM = (3, 11)


def stop_if_too_old() -> None:
    """Say it and leave with exit status 1, when this Python is below `MINIMUM`."""
    problem = too_old(sys.version_info)
    if problem:
        sys.stderr.write(problem)
        sys.exit(1)


def too_old(version: "tuple") -> str:  # type: ignore[type-arg]
    """The sentence for the user when `version` (as `sys.version_info`) is below `MINIMUM`, else ""."""
    if tuple(version[:2]) >= MINIMUM:
        return ""
    have = ".".join(str(part) for part in version[:3])
    need = ".".join(str(part) for part in MINIMUM)
    return (
        f"Rexus necesita Python {need} o posterior; este es Python {have}.\n"
        "Instalar uno actual desde https://www.python.org/downloads/ (o con el gestor de paquetes del sistema) "
        "y volver a abrir Rexus con él.\n"
    )
