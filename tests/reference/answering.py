"""Questions in on standard input, the product's figures out on standard output, both JSON, in one process.

Run by `homes.Home.ask` in a process of its own, with Django started on a home that was filled by
`accord intake`: thousands of questions then cost one start.
"""

import json
import sys

from accord.accounts.readers import Reader
from accord.performance.queries import figures
from accord.performance.selections import Selection, Who


def who(question: dict) -> Who:
    if question.get("england"):
        return Who.england()
    if question.get("authority"):
        return Who.authority(question["authority"])
    return Who.of_urns(question["urns"])


def answers(question: dict) -> list[dict]:
    """Every row the product gives for one question, as plain values."""
    selection = Selection(
        who=who(question), measures=tuple(question["measures"]), years=tuple(question["years"]),
        pupils=tuple(question["pupils"]), special=question["special"], span=question["span"])
    return [{"years_missing": []} | row.as_json() for row in figures(selection, Reader.operator())]


def main() -> None:
    json.dump([answers(question) for question in json.load(sys.stdin)], sys.stdout)
