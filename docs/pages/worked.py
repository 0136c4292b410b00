"""The page of worked examples, from the tables that the tests use (tests/spec)."""

from __future__ import annotations

from docs.pages.markdown import table
from tests.spec.examples import Example, Question, Sending, load

HEAD = """# Worked examples

Small tables in, figures out, each worked by hand. The tests take these very tables in through the door of
`accord intake` and compare what comes out, to the decimals written here. `none` stands for no value."""


def worked_examples() -> str:
    """Every example with its tables, questions, working and figures."""
    return "\n\n".join([HEAD, *(_example(each) for each in load())])


def _example(example: Example) -> str:
    parts = [f"## {example.title}", example.about]
    for step in example.steps:
        if isinstance(step, Sending):
            year = f", results of summer {step.year}" if step.year else ""
            header, *rows = step.rows()
            parts += [f"**Sent:** `{step.name}`{year}, {step.status}.", table(header, rows)]
        elif isinstance(step, Question):
            parts += _question(step)
        else:
            parts.append(f"**Withdrawn:** `{step.name}`.")
    return "\n\n".join(parts)


def _question(step: Question) -> list[str]:
    asked = ", ".join(f"{name} {_said(value)}" for name, value in step.ask.items())
    parts = [f"**Asked:** {asked}.", f"```text\n{step.working}\n```"]
    for figure in step.figures:
        parts.append(", ".join(f"{name} **{_said(value)}**" for name, value in figure.items()))
    return parts if step.figures else [*parts, "No figure."]


def _said(value: object) -> str:
    return " ".join(str(each) for each in value) or "none" if isinstance(value, list) else str(value)
