"""Templates turned into pages."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse


def page(template: str, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401 - templates take anything
    """A page from one of the files in templates/; every value is escaped."""
    return HTMLResponse(_templates().get_template(template).render(values), status)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("bot.console"),
        autoescape=True,  # Jinja's own default is off
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
