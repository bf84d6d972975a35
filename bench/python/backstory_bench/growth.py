"""`make bench-growth`: how time and memory of the history step grow with lookback, days, cores and one hot customer."""

import dataclasses
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from backstory_bench import contents, machine, report
from backstory_bench.contenders import Contender
from backstory_bench.dataset import Dataset, prepare
from backstory_bench.measure import RunFailedError, measured
from backstory_bench.options import Options, parse
from backstory_bench.place import COMMAND, DOCS
from backstory_bench.results import Result

_LOOKBACKS = (30, 90, 180, 365, 730)
_DAYS = (1, 7, 14, 30, 60)
_USUAL_LOOKBACK, _USUAL_DAYS = 365, 14
_HOT_ACTIONS = 10_000_000
_RUN = "bench-growth"


@dataclass(frozen=True)
class Point:
    """The history step on the last `days` of a shop, with a lookback of so many days, on so many cores."""

    what: str
    dataset: Dataset
    days: int
    lookback: int
    cores: int

    def contender(self, options: Options) -> Contender:
        """The command, with a config of this lookback beside the shop's own."""
        own = self.dataset.config
        config = own.with_name(f"pipeline-P{self.lookback}D.yaml")
        config.write_text(own.read_text() + f"\nhistory: {{lookback: P{self.lookback}D}}\n")
        days = self.dataset.days[-self.days :]
        return Contender(
            self.what,
            self.what,
            [
                *(str(COMMAND), "history", "--config", str(config), "--rebuild", "--run-id", _RUN),
                *("--from", days[0].dt, "--to", days[-1].dt),
            ],
            os.environ | {"BACKSTORY_HEAP": options.heap},
            self.dataset.lake / "_staging" / "training" / f"run={_RUN}",
        )


def main() -> int:
    """Exit 0: all measured and written into docs/benchmarks.md. Exit 1: a run failed."""
    options = _options()
    facts = machine.facts(options.cores, options.heap)
    try:
        lines = [_line(point, *_measured(point, options)) for point in _points(options)]
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


def _measured(point: Point, options: Options) -> tuple[Result, int]:
    contender = point.contender(options)
    result = Result(point.what, point.what)
    for _ in range(options.runs):
        contender.clear()
        run = measured(contender.command, point.cores, contender.environment, contender.out)
        result.runs.append(run)
        print(f"bench: {point.what}: {run.seconds:.2f} s, {run.peak_bytes / 1e6:.0f} MB", flush=True)
    rows = contents.rows(contender.out)
    contender.clear()
    return result, rows


def _line(point: Point, result: Result, rows: int) -> str:
    return (
        f"| {point.what} | {rows:,} | {result.seconds:.1f} ({result.least:.1f} to {result.most:.1f})"
        f" | {result.seconds / rows * 1e6:.0f} | {result.peak_mb:,.0f} MB |"
    )


if __name__ == "__main__":
    sys.exit(main())
