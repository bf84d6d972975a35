"""The table of a benchmark, and its place in docs/benchmarks.md."""

import re

from backstory_bench.results import WorkResult

BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
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
                f"| {work.work}, {work.rows:,} rows | {result.label}"
                f" | {result.seconds:.1f} ({result.least:.1f} to {result.most:.1f})"
                f" | {result.seconds / ours:.2f} | {result.peak_mb:,.0f} MB | {result.written_mb:.1f} MB |"
            )
    return "\n".join(lines)


def with_part(document: str, customers: int, days: int, part: str) -> str:
    """The document with this size's part put in or replaced; other sizes' parts stay, in the order of their sizes."""
    before, begin, rest = document.partition(BEGIN)
    inside, end, after = rest.partition(END)
    if not begin or not end:
        raise NoMarkersError(
            f"Cannot write the results: there is no {BEGIN} … {END} in docs/benchmarks.md; put both in"
        )
    parts = {(int(found[1]), int(found[2])): found[0].strip() for found in _PART.finditer(inside)}
    parts[customers, days] = f"<!-- bench:size {customers} {days} -->\n{part.strip()}"
    return f"{before}{BEGIN}\n" + "\n\n".join(parts[size] for size in sorted(parts)) + f"\n{END}{after}"
