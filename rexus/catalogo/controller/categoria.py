"""A category, or a second code that reads like another, is made because somebody wants it, not by a slip."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from shiboken6 import isValid

from rexus.base.errors import BaseInalcanzableError
from rexus.base.text import fold, tr
from rexus.catalogo.model import ModeloCatalogo
from rexus.catalogo.view.article_form import ArticleForm
from rexus.ui.dialogs import confirm
from rexus.ui.guard import spawn
from rexus.ui.module import Context

# So many that read alike are named.
_NAMED = 3


def save_when_sure(
    form: ArticleForm, model: ModeloCatalogo, ctx: Context, save: Callable[[], Coroutine[Any, Any, None]]
) -> None:
    """Have the form do `save`, after asking whether a category that nobody used yet, or a code that differs from
    another in capitals alone, is to be made."""
    column = model.catalogo.clase.categoria
    written = " ".join(form.touched().get(column, "").split()) if column else ""
    code = form.touched().get("codigo", "").strip()
    if not written and not code:
        form.attempt(ctx.jobs, save())
        return
    # From here on: what is typed while that is read would be saved without a question.
    form.busy(True)
    spawn(ctx, form, _ask(form, model, ctx, written, code, save))


async def _ask(
    form: ArticleForm,
    model: ModeloCatalogo,
    ctx: Context,
    written: str,
    code: str,
    save: Callable[[], Coroutine[Any, Any, None]],
) -> None:
    known: Sequence[str] | None = None
    alike: Sequence[str] = ()
    try:
        if code:
            alike = await ctx.jobs.read(model.codigos_parecidos, code)
        if written:
            known = await ctx.jobs.read(model.opciones, model.catalogo.clase.categoria)
    except BaseInalcanzableError:
        # The save says so, and what came of it.
        alike, known = (), None
    finally:
        if isValid(form):
            form.busy(False)
    if not isValid(form) or not await _sure_of_code(form, model, code, alike) or not isValid(form):
        return
    if (known is None or await _sure(form, model, written, known)) and isValid(form):
        form.attempt(ctx.jobs, save())


async def _sure_of_code(form: ArticleForm, model: ModeloCatalogo, code: str, alike: Sequence[str]) -> bool:
    own = form.articulo.codigo if form.articulo is not None else None
    others = [f"«{other}»" for other in alike if other != own]
    if not others:
        return True
    sure = await confirm(
        form,
        tr("¿Crear otro artículo?") if own is None else tr("¿Cambiar el código?"),
        tr("Ya existe {codigos}. «{escrito}» sería otro artículo, que se distingue solo por las mayúsculas.").format(
            codigos=", ".join(others[:_NAMED]), escrito=code
        ),
        tr("Crear «{nombre}»").format(nombre=code) if own is None else tr("Cambiar el código"),
        destructive=True,
        nombre=model.catalogo.handle("codigo_parecido"),
    )
    if not sure and isValid(form):
        form.fields["codigo"].control.setFocus()
    return sure


async def _sure(form: ArticleForm, model: ModeloCatalogo, written: str, known: Sequence[str]) -> bool:
    if fold(written) in map(fold, known):
        return True
    alike = [name for name in known if fold(name).startswith(fold(written)[:3])][:_NAMED]
    sentence = tr("No hay ninguna categoría «{nombre}».").format(nombre=written)
    if alike:
        names = ", ".join(f"«{name}»" for name in alike)
        sentence += " " + tr("Se parecen: {nombres}.").format(nombres=names)
    sure = await confirm(
        form,
        tr("¿Crear una categoría?"),
        sentence,
        tr("Crear «{nombre}»").format(nombre=written),
        nombre=model.catalogo.handle("crear_categoria"),
        cancelar=tr("Elegir otra"),
    )
    if not sure and isValid(form):
        form.fields[model.catalogo.clase.categoria].control.setFocus()
    return sure
