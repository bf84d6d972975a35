"""Contenders take turns at a work."""

from backstory_bench import contents
from backstory_bench.contenders import Contender
from backstory_bench.measure import measured
from backstory_bench.options import Options
from backstory_bench.results import Result, WorkResult


class UnequalContentsError(Exception):
    """A contender's rows are not Backstory's."""


def in_turn(options: Options, work: str, cast: list[Contender], of: contents.Contents | None) -> WorkResult:
    """All runs of all contenders; what they wrote is gone afterwards.

    `of` says how their rows are compared, after the first turn; without it nothing is compared or counted.
    """
    results = [Result(contender.name, contender.label) for contender in cast]
    rows = 0
    for turn in range(options.runs):
        for contender, result in zip(cast, results, strict=True):
            contender.make_ready()
            run = measured(contender.command, options.cores, contender.environment, contender.out)
            result.runs.append(run)
            print(f"bench: {work}, {contender.name}: {run.seconds:.2f} s, {run.peak_bytes / 1e6:.0f} MB", flush=True)
        if turn == 0 and of is not None:
            rows = _rows(cast, of)
    for contender in cast:
        contender.clear()
    return WorkResult(work, rows, results)


def _rows(cast: list[Contender], of: contents.Contents) -> int:
    """How many rows all of them wrote."""
    ours, *others = cast
    if not others:
        return contents.rows(ours.out)
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
