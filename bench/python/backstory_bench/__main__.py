"""`make bench`: prepares the shop, lets everyone build in turn, compares contents, writes table and chart."""

import json
import sys
from dataclasses import asdict

from backstory_bench import chart, contents, machine, report
from backstory_bench.contenders import Contender, auditing, contenders, loaders, works
from backstory_bench.dataset import Dataset, prepare
from backstory_bench.measure import RunFailedError, measured
from backstory_bench.options import Options, parse
from backstory_bench.place import DOCS, PICTURES, WORK
from backstory_bench.results import Result, WorkResult


class UnequalContentsError(Exception):
    """A contender's rows are not Backstory's."""


def main() -> int:
    """Exit 0: measured, all contents equal. Exit 1: a contender failed, or its rows differ."""
    options = parse()
    facts = machine.facts(options.cores, options.heap)
    try:
        dataset = prepare(options)
        print(f"bench: {dataset.actions:,} actions, {dataset.rows:,} rows on {len(dataset.days)} days", flush=True)
        found = [
            _in_turn(options, work.name, contenders(options, dataset, work), contents.TRAINING)
            for work in works(dataset)
        ]
        if options.audit:
            (whole, *_) = works(dataset)
            found.append(_in_turn(options, f"{whole.name} and their audit", auditing(options, dataset, whole), None))
        if options.load:
            load = f"first load of {len(dataset.action_days)} days"
            found.append(_in_turn(options, load, loaders(options, dataset), contents.ACTIONS))
    except (RunFailedError, UnequalContentsError) as e:
        print(f"bench: {e}", file=sys.stderr)
        return 1
    print(report.table(found))
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "results.json").write_text(json.dumps([asdict(work) for work in found], indent=1))
    if options.docs:
        _document(options, dataset, found, facts)
    return 0


def _in_turn(options: Options, work: str, cast: list[Contender], of: contents.Contents | None) -> WorkResult:
    results = [Result(contender.name, contender.label) for contender in cast]
    rows = 0
    for turn in range(options.runs):
        for contender, result in zip(cast, results, strict=True):
            contender.make_ready()
            run = measured(contender.command, options.cores, contender.environment, contender.out)
            result.runs.append(run)
            print(f"bench: {work}, {contender.name}: {run.seconds:.2f} s, {run.peak_bytes / 1e6:.0f} MB", flush=True)
        if turn == 0:
            rows = 0 if of is None else _compare(cast, of) if len(cast) > 1 else contents.rows(cast[0].out)
    for contender in cast:
        contender.clear()
    return WorkResult(work, rows, results)


def _compare(cast: list[Contender], of: contents.Contents) -> int:
    """How many rows all of them wrote."""
    ours, *others = cast
    expected = contents.fingerprint(ours.out, of)
    for other in others:
        if contents.fingerprint(other.out, of) != expected:
            lines = "\n".join(f"  {line}" for line in contents.differences(ours.out, other.out, of))
            raise UnequalContentsError(
                f"THE CONTENTS DIFFER: {other.name} did not write the rows that Backstory wrote.\n"
                f"  ours: {ours.out}\n  theirs: {other.out}\n{lines}"
            )
    print(f"bench: contents equal, {expected[0]:,} rows", flush=True)
    return expected[0]


def _document(options: Options, dataset: Dataset, found: list[WorkResult], facts: str) -> None:
    picture = f"bench-{options.customers}x{options.days}.svg"
    title = f"{options.customers:,} customers, {dataset.actions:,} actions"
    (PICTURES / picture).write_text(chart.svg(title, found))
    only = f" ONLY={','.join(options.only)}" if options.only else ""
    part = (
        f"### {title}\n\n"
        f"    make bench CUSTOMERS={options.customers} DAYS={options.days} HISTORY_DAYS={options.history_days}"
        f" RUNS={options.runs} CORES={options.cores} HEAP={options.heap}"
        f"{only}\n\n"
        f"{facts}\n\n"
        f"{report.table(found)}\n\n![Seconds of each](images/{picture})"
    )
    DOCS.write_text(report.with_part(DOCS.read_text(), options.customers, options.days, part))


if __name__ == "__main__":
    sys.exit(main())
