"""Reading back the HTML that the page makes, as a browser would."""

from __future__ import annotations

from html.parser import HTMLParser

HARMLESS = ("http://", "https://", "data:application/ld+json;")
"""What a link may begin with: addresses of the web, and data that a browser does not show."""


class ParsedHtml(HTMLParser):
    """The elements and the text of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, str]] = []
        """(innermost element except for what isolates text of others, text in it), in order."""
        self._open: list[str] = []
        self._goes_on = False
        self._after_text = False
        self.feed(str(html))  # a Markup would escape what is added to it
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)
        self._goes_on = tag == "bdi" and self._after_text
        self._after_text = self._goes_on

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        opened = self._open.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"
        self._goes_on = tag == "bdi"
        self._after_text = False

    def handle_data(self, data: str) -> None:
        self._after_text = True
        element = next((tag for tag in reversed(self._open) if tag != "bdi"), "")
        if self._goes_on and self.inside and self.inside[-1][0] == element:
            data = self.inside.pop()[1] + data
        self.inside.append((element, data))

    @property
    def text(self) -> str:
        """All text, without the elements."""
        return "".join(data for _, data in self.inside)

    def within(self, tag: str) -> list[str]:
        """The texts directly in such elements."""
        return [data for element, data in self.inside if element == tag]

    def having(self, name: str, value: str) -> list[dict[str, str | None]]:
        """The attributes of the elements that have this word in an attribute."""
        return [
            attributes
            for _, attributes in self.elements
            if value in (attributes.get(name) or "").split()
        ]

    def dangers(self) -> list[str]:
        """What could run a script or load something."""
        tags = {"script", "img", "iframe", "object", "embed", "svg", "style", "link"}
        found = [tag for tag, _ in self.elements if tag in tags]
        for _, attributes in self.elements:
            found += [name for name in attributes if name.startswith("on")]
            links = [attributes.get(name) or "" for name in ("href", "src") if name in attributes]
            found += [link for link in links if not link.startswith(HARMLESS)]
        return found
