"""What starts the jobs: spark-submit, or the operators of a platform's provider."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

# The extra of this package that brings the provider of a runner, and the provider.
_PROVIDERS = {
    "databricks": "databricks",
    "emr-serverless": "amazon",
    "dataproc": "google",
    "spark-kubernetes": "cncf-kubernetes",
    "livy": "apache-livy",
}


class RunnerError(RuntimeError):
    """A runner that cannot be had here."""


@dataclass(frozen=True)
class Kinds:
    """The operators of a runner: for steps, for audits, for packs."""

    step: type[Any]
    audit: type[Any]
    pack: type[Any]


def kinds(runner: str) -> Kinds:
    """Return the operators of a runner other than spark-submit; their provider is imported only now."""
    if runner not in _PROVIDERS:
        raise RunnerError(f"there is no runner '{runner}'; there are spark-submit, {', '.join(_PROVIDERS)}")
    try:
        module = import_module(f"backstory_airflow.runners.{runner.replace('-', '_')}")
    except ImportError as error:
        raise RunnerError(
            f"the runner {runner} needs the package apache-airflow-providers-{_PROVIDERS[runner]}, which cannot be"
            f" imported ({error}); install backstory-airflow[{runner}]"
        ) from error
    kinds: Kinds = module.KINDS
    return kinds
