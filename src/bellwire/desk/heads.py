"""HEAD, answered as GET but for the body: so feed readers and link checkers ask whether there is anything new."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """Lets HEAD in wherever GET is answered. A stream never ends, so of streams there is no HEAD. Plain ASGI."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on as GET, and let the body out of none."""
        if scope["type"] != "http" or scope["method"] != "HEAD" or scope["path"].startswith("/stream/"):
            await self._app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        await self._app(dict(scope, method="GET"), receive, without_body)
