"""What was asked for when it was refused: the operation, and the records that its arguments name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Final

_DE_REGISTRO: Final = "_id"
_PAQUETE: Final = "rexus."
_DE_QUIEN: Final = "usuario"
_LARGO_USUARIO: Final = 60


def pedido(operacion: Callable[..., Any] | None, args: tuple[Any, ...], kw: Mapping[str, Any]) -> dict[str, Any]:
    """For an event: «operacion», as docs/permissions.md names it, and the ids of records.

    Of all arguments only whole numbers whose name ends in «_id», and «usuario», whose account it is about: anything
    else may be a password.
    """
    if operacion is None:
        return {}
    nombre = f"{getattr(operacion, '__module__', '')}.{getattr(operacion, '__qualname__', '?')}"
    que: dict[str, Any] = {"operacion": nombre.removeprefix(_PAQUETE)}
    try:
        # The unit of work comes first, and is not among them. A method that only named itself takes none.
        dados = inspect.signature(operacion).bind_partial(None, *args, **kw).arguments
    except (TypeError, ValueError):
        return que
    que.update((n, v) for n, v in dados.items() if n.endswith(_DE_REGISTRO) and type(v) is int)
    if isinstance(de_quien := dados.get(_DE_QUIEN), str):
        que[_DE_QUIEN] = de_quien[:_LARGO_USUARIO]
    return que
