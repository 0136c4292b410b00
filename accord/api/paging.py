"""One page of a list, and the address of the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, JsonResponse, QueryDict

from accord.api.cursors import Cursor, Key, NotACursor, question_of, read, write
from accord.api.problems import wrong
from accord.ui.answering import INVENTED, LICENCE

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Paging:
    """What page of which question is asked for. ``edition`` is what its rows are made from now."""

    request: HttpRequest
    question: str
    cursor: Cursor | None
    limit: int
    edition: str

    @classmethod
    def of(cls, request: HttpRequest, limit: int, edition: str) -> Paging:
        """Read from a request; raises `Unanswerable` for a cursor that does not belong to it."""
        question, after = question_of(request.path, request.GET.dict()), request.GET.get("after", "")
        try:
            return cls(request, question, read(after, question) if after else None, limit, edition)
        except NotACursor as error:
            raise wrong("after", str(error)) from error

    @property
    def after(self) -> Key:
        """The key of the last row of the page before; empty at the beginning."""
        return self.cursor.after if self.cursor else ()

    def cut(self, rows: Iterable[Row], key: Callable[[Row], Key]) -> list[Row]:
        """Of rows in the order of their keys, those of this page and one more, if there is one."""
        found = [row for row in rows if key(row) > self.after] if self.cursor else list(rows)
        return found[: self.limit + 1]

    def answer(
        self, found: Sequence[Row], key: Callable[[Row], Key], items: Iterable[Any], **more: Any
    ) -> JsonResponse:
        """A page of ``found``, which has one row more than the page where there is a next one.

        ``items`` are the rows as plain values; what is beyond the page is left out.
        """
        last = found[self.limit - 1] if len(found) > self.limit else None
        shown = [item for _, item in zip(range(self.limit), items, strict=False)]
        return JsonResponse(
            {
                **more,
                "items": shown,
                "edition": self.edition,
                "edition_changed": self.cursor is not None and self.cursor.edition != self.edition,
                "next": self._next(key(last)) if last is not None else None,
                "source": INVENTED if settings.ACCORD_DEMONSTRATION else LICENCE,
            }
        )

    def _next(self, after: Key) -> str:
        asked = QueryDict(mutable=True)
        asked.update({**self.request.GET.dict(), "after": write(after, self.question, self.edition)})
        return self.request.build_absolute_uri(f"{self.request.path}?{asked.urlencode()}")
