"""`make bench`: prepares the shop, lets everyone build in turn, compares contents, writes table and chart."""

import json
import sys
from dataclasses import asdict

from backstory_bench import chart, contents, machine, report
from backstory_bench.contenders import auditing, contenders, loaders, whole_days, works
from backstory_bench.dataset import Dataset, prepare
from backstory_bench.measure import RunFailedError
from backstory_bench.options import Options, parse
from backstory_bench.place import DOCS, PICTURES, WORK
from backstory_bench.results import WorkResult
from backstory_bench.turns import UnequalContentsError, in_turn


def main() -> int:
    """Exit 0: measured, all contents equal. Exit 1: a contender failed, or its rows differ."""
    options = parse()
    facts = machine.facts(options.cores, options.heap)
    try:
        dataset = prepare(options)
        print(f"bench: {dataset.actions:,} actions, {dataset.rows:,} rows on {len(dataset.days)} days", flush=True)
        found = [
            in_turn(options, work.name, contenders(options, dataset, work), contents.TRAINING)
            for work in works(dataset)
        ]
        if options.audit:
            (whole, *_) = works(dataset)
            found.append(in_turn(options, f"{whole.name} and their audit", auditing(options, dataset, whole), None))
        if options.load:
            load = f"first load of {len(dataset.action_days)} days"
            found.append(in_turn(options, load, loaders(options, dataset), contents.ACTIONS))
        if options.whole_day:
            found.append(in_turn(options, "1 day, all steps and audits", whole_days(options, dataset), None))
    except (RunFailedError, UnequalContentsError) as e:
        print(f"bench: {e}", file=sys.stderr)
        return 1
    print(report.table(found))
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "results.json").write_text(json.dumps([asdict(work) for work in found], indent=1))
    if options.docs:
        _document(options, dataset, found, facts)
    return 0


def _document(options: Options, dataset: Dataset, found: list[WorkResult], facts: str) -> None:
    picture = f"bench-{options.customers}x{options.days}.svg"
    title = f"{options.customers:,} customers, {dataset.actions:,} actions"
    (PICTURES / picture).write_text(chart.svg(title, found))
    more = {"LOAD": options.load, "AUDIT": options.audit, "WHOLE_DAY": options.whole_day}
    asked = "".join(f" {name}=1" for name, wanted in more.items() if wanted)
    only = f" ONLY={','.join(options.only)}" if options.only else ""
    part = (
        f"### {title}\n\n"
        f"    make bench CUSTOMERS={options.customers} DAYS={options.days} HISTORY_DAYS={options.history_days}"
        f" RUNS={options.runs} CORES={options.cores} HEAP={options.heap}{only}{asked}\n\n"
        f"{facts}\n\n"
        f"{report.table(found)}\n\n![Seconds of each](images/{picture})"
    )
    DOCS.write_text(report.with_part(DOCS.read_text(), options.customers, options.days, part))


if __name__ == "__main__":
    sys.exit(main())
