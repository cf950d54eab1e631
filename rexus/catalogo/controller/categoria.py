"""A category is made because somebody wants it, not because it was typed halfway."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from shiboken6 import isValid

from rexus.base.errors import BaseInalcanzableError
from rexus.base.text import fold, tr
from rexus.catalogo.controller.unico import only_one
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
    """Have the form do `save`, after asking whether a category that nobody used yet is to be made."""
    column = model.catalogo.clase.categoria
    written = " ".join(form.touched().get(column, "").split()) if column else ""
    if not written:
        form.attempt(ctx.jobs, save())
        return
    spawn(ctx, form, _ask(form, model, ctx, written, save))


async def _ask(
    form: ArticleForm,
    model: ModeloCatalogo,
    ctx: Context,
    written: str,
    save: Callable[[], Coroutine[Any, Any, None]],
) -> None:
    with only_one(form, "crear_categoria") as first:
        if first and await _sure(form, model, ctx, written) and isValid(form):
            form.attempt(ctx.jobs, save())


async def _sure(form: ArticleForm, model: ModeloCatalogo, ctx: Context, written: str) -> bool:
    column = model.catalogo.clase.categoria
    try:
        known = await ctx.jobs.read(model.opciones, column)
    except BaseInalcanzableError:
        # The save says so, and what came of it.
        return True
    if not isValid(form):
        return False
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
        form.fields[column].control.setFocus()
    return sure
