"""`make bench-growth`: how time and memory of the history step grow with lookback, days, cores and one hot customer."""

import dataclasses
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from backstory_bench import contents, machine, report
from backstory_bench.contenders import backstory
from backstory_bench.dataset import Dataset, prepare
from backstory_bench.measure import RunFailedError
from backstory_bench.options import Options, parse
from backstory_bench.place import DOCS
from backstory_bench.results import WorkResult
from backstory_bench.turns import in_turn

_LOOKBACKS = (30, 90, 180, 365, 730)
_DAYS = (1, 7, 14, 30, 60)
_USUAL_LOOKBACK, _USUAL_DAYS = 365, 14
_HOT_ACTIONS = 10_000_000


@dataclass(frozen=True)
class Point:
    """The history step on the last `days` of a shop, with a lookback of so many days, on so many cores."""

    what: str
    dataset: Dataset
    days: int
    lookback: int
    cores: int

    def measured(self, options: Options) -> WorkResult:
        """Its runs, with a config of this lookback beside the shop's own."""
        own = self.dataset.config
        config = own.with_name(f"pipeline-P{self.lookback}D.yaml")
        config.write_text(own.read_text() + f"\nhistory: {{lookback: P{self.lookback}D}}\n")
        cast = [
            backstory(
                options,
                dataclasses.replace(self.dataset, config=config),
                self.dataset.days[-self.days :],
                "bench-growth",
            )
        ]
        return in_turn(dataclasses.replace(options, cores=self.cores), self.what, cast, contents.TRAINING)


def main() -> int:
    """Exit 0: all measured and written into docs/benchmarks.md. Exit 1: a run failed."""
    options = _options()
    facts = machine.facts(options.cores, options.heap)
    try:
        lines = _lines(options)
    except RunFailedError as e:
        print(f"bench: {e}", file=sys.stderr)
        return 1
    part = "\n".join(
        [
            f"    make bench-growth CUSTOMERS={options.customers} RUNS={options.runs} CORES={options.cores}"
            f" HEAP={options.heap}",
            "",
            facts,
            "",
            "| what varies | rows | seconds: median (least to most) | seconds per million rows | peak memory |",
            "|-|-|-|-|-|",
            *lines,
        ]
    )
    print(part)
    if options.docs:
        DOCS.write_text(report.between(DOCS.read_text(), "growth", part))
    return 0


def _options() -> Options:
    options = parse(["--customers", "20000", *sys.argv[1:]])
    return dataclasses.replace(options, history_days=max(_LOOKBACKS), days=max(_DAYS))


def _points(options: Options) -> Iterator[Point]:
    usual = Point("", prepare(options), _USUAL_DAYS, _USUAL_LOOKBACK, options.cores)
    for lookback in _LOOKBACKS:
        yield dataclasses.replace(usual, what=f"lookback of {lookback} days", lookback=lookback)
    for days in _DAYS:
        yield dataclasses.replace(usual, what=f"{days} days in one pass" if days > 1 else "1 day", days=days)
    for cores in range(1, options.cores + 1):
        yield dataclasses.replace(usual, what=f"{cores} core{'s' if cores > 1 else ''}", cores=cores)
    shorter = dataclasses.replace(options, history_days=_USUAL_LOOKBACK, days=_USUAL_DAYS)
    hot = dataclasses.replace(shorter, hot_actions=_HOT_ACTIONS)
    yield dataclasses.replace(usual, what="a shop of 379 days", dataset=prepare(shorter))
    yield dataclasses.replace(usual, what=f"and a customer with {_HOT_ACTIONS:,} actions more", dataset=prepare(hot))


def _lines(options: Options) -> list[str]:
    """A point that two of the rows are about is measured once."""
    found: dict[Point, WorkResult] = {}
    lines = []
    for point in _points(options):
        work = dataclasses.replace(point, what="")
        if work not in found:
            found[work] = point.measured(options)
        lines.append(_line(point.what, found[work]))
    return lines


def _line(what: str, work: WorkResult) -> str:
    (result,) = work.results
    return (
        f"| {what} | {work.rows:,} | {result.spread} | {result.seconds / work.rows * 1e6:.0f}"
        f" | {result.peak_mb:,.0f} MB |"
    )


if __name__ == "__main__":
    sys.exit(main())
