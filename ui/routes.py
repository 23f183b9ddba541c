"""Our own addresses beside Gradio's: images of PDF pages, and a sign of life."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from assistant.errors import FootnoteError
from ui.login import AssistantOf

_SCALE = 2.0  # pixels a point: sharp on a screen of twice the density


def page_images(theirs: AssistantOf) -> Route:
    """``/footnote/pages/SOURCE/NUMBER.png``: a page of a PDF in the library, and nothing else of this machine."""

    async def page_image(request: Request) -> Response:
        source, number = request.path_params["source"], request.path_params["number"]
        try:
            image = await run_in_threadpool(theirs(request).page_image, source, number, _SCALE)
        except FootnoteError as error:
            return PlainTextResponse(str(error), status_code=404)
        # The address holds the content's own hash, so what is behind it never changes.
        return Response(image, media_type="image/png", headers={"cache-control": "private, max-age=86400"})

    return Route("/footnote/pages/{source}/{number:int}.png", page_image)


async def alive(_request: Request) -> Response:
    """Nothing but the fact that it answers."""
    return Response(status_code=204)
