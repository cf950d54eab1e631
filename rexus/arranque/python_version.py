"""Says in Spanish that Python is too old. Written so that Python 3.6 can still read this file."""

MINIMUM = (3, 11)


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
