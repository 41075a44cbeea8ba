"""The text of HTML mail, as far as reading it needs it: lines, and quoted blocks as `>` lines."""

import re
from html.parser import HTMLParser

# What the standard library lets through on broken structure, as found by fuzzing it.
BROKEN = (LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)
# A tag that is not closed before the next begins: the parser of the library takes quadratic time over a row of them.
UNCLOSED = re.compile(r"<(?=[^<>]*(?:<|\Z))")


class _TextOfHtml(HTMLParser):
    """Collects the text of an HTML mail; a quoted block becomes `>` lines, so that the cut of plain text finds it."""

    BLOCKS = frozenset(
        (
            "p",
            "div",
            "br",
            "tr",
            "li",
            "ul",
            "ol",
            "table",
            "h1",
            "h2",
            "h3",
            "h4",
            "hr",
            "pre",
            "blockquote",
            "section",
            "article",
        )
    )
    HIDDEN = frozenset(("script", "style", "head", "title", "template"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.quotes = 0
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in self.HIDDEN:
            self.hidden += 1
        if tag == "blockquote":
            self.quotes += 1
        if tag in self.BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        if tag == "blockquote":
            self.quotes = max(0, self.quotes - 1)
        if tag in self.BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(re.sub(r"\s+", " ", data))

    def _break(self) -> None:
        self.pieces.append("\n> " if self.quotes else "\n")


def _without_comments(html: str) -> str:
    kept = []
    start = html.find("<!--")
    while start >= 0:
        end = html.find("-->", start)
        kept.append(html[:start])
        html = html[end + 3 :] if end >= 0 else ""
        start = html.find("<!--")
    return "".join(kept) + html


def text_of(html: str) -> str:
    """Return the text of an HTML document; quoted blocks become `>` lines. Never raises, whatever the document."""
    parser = _TextOfHtml()
    try:
        parser.feed(UNCLOSED.sub(" ", _without_comments(html)))
        parser.close()
    except BROKEN:
        pass
    lines = (line.strip(" \u200b\ufeff") for line in "".join(parser.pieces).replace("\xa0", " ").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line != ">")).strip()
