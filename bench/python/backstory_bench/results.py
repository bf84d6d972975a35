"""What a benchmark found."""

import statistics
from dataclasses import dataclass, field

from backstory_bench.measure import Run


@dataclass
class Result:
    """The runs of one contender on one work."""

    name: str
    label: str
    runs: list[Run] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """The median."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def least(self) -> float:
        """Seconds of the fastest run."""
        return min(run.seconds for run in self.runs)

    @property
    def most(self) -> float:
        """Seconds of the slowest run."""
        return max(run.seconds for run in self.runs)

    @property
    def spread(self) -> str:
        """Seconds as the tables give them: the median, and the least to the most."""
        return f"{self.seconds:.1f} ({self.least:.1f} to {self.most:.1f})"

    @property
    def peak_mb(self) -> float:
        """Peak memory of the process tree, median, in millions of bytes."""
        return statistics.median(run.peak_bytes for run in self.runs) / 1e6

    @property
    def written_mb(self) -> float:
        """Size of the files written, median, in millions of bytes."""
        return statistics.median(run.written_bytes for run in self.runs) / 1e6


@dataclass
class WorkResult:
    """All contenders on one work, Backstory first; `rows` is what each of them wrote, 0 where that was not compared."""

    work: str
    rows: int
    results: list[Result]
