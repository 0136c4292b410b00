"""What a browser makes of a piece of HTML, so that two pieces can be compared."""

from __future__ import annotations

from html.parser import HTMLParser


class Outline(HTMLParser):
    """Tags with their attributes in order of name, and words, without the space between them.

    A drawing that is hidden from assistive technology is left out: ours has its arrows in the stylesheet.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[object] = []
        self.inside_drawing = False

    def handle_starttag(self, tag, attrs):
        self.inside_drawing = self.inside_drawing or (tag == "svg" and ("aria-hidden", "true") in attrs)
        if not self.inside_drawing:
            kept = {name: " ".join((value or "").split()) for name, value in attrs}
            self.lines.append((tag, tuple(sorted(kept.items()))))

    def handle_endtag(self, tag):
        if not self.inside_drawing:
            self.lines.append(f"/{tag}")
        self.inside_drawing = self.inside_drawing and tag != "svg"

    def handle_data(self, data):
        if data.strip() and not self.inside_drawing:
            self.lines.append(" ".join(data.split()))


def outline(html: str) -> list[object]:
    """The lines of one piece of HTML."""
    parser = Outline()
    parser.feed(html)
    parser.close()
    return parser.lines
