"""The modules of a QR code (ISO/IEC 18004)."""

from __future__ import annotations

#: Modules that stay white around a code, so that a reader finds it.
BORDE = 4


def matriz(texto: str, borde: int = 0) -> tuple[bytes, ...]:
    """The rows of the code, 1 for a dark module, with so many white ones around. Errors of 15 % are read over."""
    # Deferred: only who makes a code needs it.
    import segno

    filas = segno.make(texto, error="m", micro=False).matrix_iter(scale=1, border=borde)
    return tuple(bytes(1 if oscuro else 0 for oscuro in fila) for fila in filas)
