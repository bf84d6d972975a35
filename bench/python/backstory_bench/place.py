"""Where things lie in the checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PYTHON = ROOT / "bench" / "python"
COMMAND = ROOT / "bin" / "backstory"
WORK = ROOT / ".backstory" / "bench"
SPARK = ROOT / ".backstory" / "spark"
DOCS = ROOT / "docs" / "benchmarks.md"
PICTURES = ROOT / "docs" / "images"
