"""The options of the benchmark."""

import argparse
import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """Sizes of the shop and of the measuring; `row_limit` bounds the joined rows of the plan that ranks per row."""

    customers: int
    days: int
    history_days: int
    actions: float
    hot_actions: int
    zone: str
    runs: int
    cores: int
    heap: str
    row_limit: int
    only: tuple[str, ...]
    load: bool
    audit: bool
    whole_day: bool
    docs: bool

    @property
    def environment(self) -> dict[str, str]:
        """What `bin/backstory` is started with."""
        return os.environ | {"BACKSTORY_HEAP": self.heap}


def parse(arguments: list[str] | None = None) -> Options:
    """The options of a command line."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--customers", type=int, default=2000)
    parser.add_argument(
        "--days", type=int, default=14, help="days to build in one pass; the last one is also built alone"
    )
    parser.add_argument("--history-days", type=int, default=365, help="days with actions before those")
    parser.add_argument("--actions", type=float, default=2.4, help="of a customer and day, on average")
    parser.add_argument("--hot-actions", type=int, default=0, help="actions more of one customer, over all days")
    parser.add_argument("--zone", default="UTC")
    parser.add_argument("--runs", type=int, default=3, help="of each contender, in turn")
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--heap", default="4g", help="Java heap of Backstory and of the Spark baselines")
    parser.add_argument("--row-limit", type=int, default=40_000_000, help="no plan that joins more rows than this")
    parser.add_argument("--only", default="", help="contenders to run beside backstory, separated by commas")
    parser.add_argument("--load", action="store_true", help="measure the first load of all actions too")
    parser.add_argument("--audit", action="store_true", help="measure the audit of the days beside their building")
    parser.add_argument(
        "--whole-day", action="store_true", help="measure the last day with all steps and audits too, published again"
    )
    parser.add_argument("--no-docs", dest="docs", action="store_false", help="leave docs/benchmarks.md as it is")
    given = vars(parser.parse_args(arguments))
    given["only"] = tuple(name for name in given["only"].split(",") if name)
    return Options(**given)
