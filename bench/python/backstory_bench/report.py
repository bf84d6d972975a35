"""The table of a benchmark, and its place in docs/benchmarks.md."""

import re

from backstory_bench.results import WorkResult

_PART = re.compile(r"<!-- bench:size (\d+) (\d+) -->\n.*?(?=<!-- bench:size |\Z)", re.DOTALL)


class NoMarkersError(Exception):
    """The document has no place for the results."""


def table(works: list[WorkResult]) -> str:
    """A line per work and contender."""
    lines = [
        "| work | who | seconds: median (least to most) | of Backstory's time | peak memory | written |",
        "|-|-|-|-|-|-|",
    ]
    for work in works:
        ours = work.results[0].seconds
        for result in work.results:
            lines.append(
                f"| {_work(work)} | {result.label}"
                f" | {result.spread} | {result.seconds / ours:.2f}"
                f" | {result.peak_mb:,.0f} MB | {result.written_mb:.1f} MB |"
            )
    return "\n".join(lines)


def _work(work: WorkResult) -> str:
    return f"{work.work}, {work.rows:,} rows" if work.rows else work.work


def with_part(document: str, customers: int, days: int, part: str) -> str:
    """The document with this size's part put in or replaced; other sizes' parts stay, in the order of their sizes."""
    parts = {(int(found[1]), int(found[2])): found[0].strip() for found in _PART.finditer(_split(document, "bench")[1])}
    parts[customers, days] = f"<!-- bench:size {customers} {days} -->\n{part.strip()}"
    return between(document, "bench", "\n\n".join(parts[size] for size in sorted(parts)))


def between(document: str, name: str, text: str) -> str:
    """The document with a text between the markers of this name."""
    before, _, after = _split(document, name)
    return f"{before}{_begin(name)}\n{text}\n{_end(name)}{after}"


def _split(document: str, name: str) -> tuple[str, str, str]:
    before, begin, rest = document.partition(_begin(name))
    inside, end, after = rest.partition(_end(name))
    if not begin or not end:
        raise NoMarkersError(
            f"Cannot write the results: there is no {_begin(name)} … {_end(name)} in docs/benchmarks.md; put both in"
        )
    return before, inside, after


def _begin(name: str) -> str:
    return f"<!-- {name}:begin -->"


def _end(name: str) -> str:
    return f"<!-- {name}:end -->"
