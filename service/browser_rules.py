"""What every response tells the reader's browser to allow: scripts from this server only, no frame
around the page, nothing cached, nothing for other sites.

The page is Gradio's, with Gradio's scripts and code that Gradio compiles in the browser. So its
scripts are allowed by their hashes, and what may be compiled is narrowed by ui/web/trusted_types.js
(docs/guide/served-page.md says what remains)."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope, Send

NOTHING = (
    "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox"
)
"""The policy for everything that isn't a page: if a browser takes it for one, it can do nothing."""
PAGE = (
    "default-src 'none'; script-src 'self' {scripts} 'unsafe-eval'; script-src-attr 'none'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'none'; frame-src 'none'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types default svelte-trusted-html dompurify"
)
"""The page's. 'unsafe-eval' is what Gradio's HTML component needs to run at all; browsers that know
trusted types compile only what ui/web/trusted_types.js lets through."""
NOT_NEEDED = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen",
    "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
"""What a page could ask the browser for, and this one doesn't."""
ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in NOT_NEEDED),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
KEPT = ("/assets/", "/static/")
"""How the paths of Gradio's own files begin, the only ones that a browser may cache."""
_BASE = re.compile(r"<base\s[^<>]*>")


@dataclass(frozen=True, slots=True)
class BrowserRules:
    """Puts the headers on every response, and makes the page fit them."""

    trusted: str
    """The script that comes before all others on the page."""
    added: tuple[str, ...]
    """The code of the scripts that the page's own scripts add to it."""

    def on(self, scope: Scope, send: Send) -> Send:
        """A `send` that a response to this request goes through. Only the page is held back until
        it is complete; everything else is passed on as it comes."""
        held: list[Message] = []

        async def through(message: Message) -> None:
            if message["type"] == "http.response.start":
                if _is_page(scope, message):
                    held.append(message)
                    return
                _head(message, scope, NOTHING)
            elif held:
                held.append(message)
                if message.get("more_body"):
                    return
                page = b"".join(part.get("body", b"") for part in held[1:])
                body, policy = self.page(page.decode())
                MutableHeaders(scope=held[0])["Content-Length"] = str(len(body))
                _head(held[0], scope, policy)
                await send(held[0])
                message = {"type": "http.response.body", "body": body}
            await send(message)

        return through

    def page(self, page: str) -> tuple[bytes, str]:
        """The page as it is sent, and its policy."""
        # Its addresses are relative anyway; an attacker could set `base`.
        page = _BASE.sub("", page)
        page = page.replace("<head>", f"<head><script>{self.trusted}</script>", 1)
        inline = [code for tag, code in _scripts(page) if " src=" not in tag]
        return page.encode(), PAGE.format(scripts=_hashes([*inline, *self.added]))


def _scripts(page: str) -> Iterator[tuple[str, str]]:
    """The attributes and the code of each script on a page."""
    _, *rest = page.split("<script")
    inside = False
    for part in rest:
        tag, _, code = part.partition(">")
        if not inside:
            attributes, script = tag, ""
        else:
            code = f"<script{part}"  # a script within a script is code
        code, end, _ = code.partition("</script>")
        script += code
        inside = not end
        if end:
            yield attributes, script


def _is_page(scope: Scope, start: Message) -> bool:
    kind = MutableHeaders(scope=start).get("content-type", "")
    return scope["path"] == "/" and scope["method"] == "GET" and kind.startswith("text/html")


def _head(start: Message, scope: Scope, policy: str) -> None:
    """Set our headers in place of the app's."""
    headers = MutableHeaders(scope=start)
    for name in [name for name in headers if name.startswith("access-control-")]:
        del headers[name]  # Gradio lets in every page from this machine, whatever its port
    headers.update(ALWAYS)
    headers["Content-Security-Policy"] = policy
    is_file = scope["path"].startswith(KEPT) and start["status"] in {200, 206, 304}
    headers["Cache-Control"] = "private, max-age=86400" if is_file else "no-store"


def _hashes(codes: Iterable[str]) -> str:
    digests = (hashlib.sha256(code.encode()).digest() for code in codes)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
