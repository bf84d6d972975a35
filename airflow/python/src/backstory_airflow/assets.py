"""The assets that audits announce: where the data of a table are, as a URI."""

from __future__ import annotations

from typing import Any

import yaml
from airflow.sdk import Asset

from backstory_airflow import home, lakes


def of(name: str, config: str) -> Asset:
    """
    Return the asset of a table.

    :param name: pipeline/table
    :param config: the pipeline's, below BACKSTORY_HOME
    """
    return Asset(name=name, uri=uri(name, config), group=name.partition("/")[0])


def uri(name: str, config: str) -> str:
    """
    Return where the data of a table are: the folder of its days, or the table of a catalog.

    It depends on the config as it is installed. Where that cannot be read, as on a machine that only looks at the DAGs,
    it is ``backstory://pipeline/table``.
    """
    pipeline, _, table = name.partition("/")
    try:
        path = home.config(config)
        tree = yaml.safe_load(path.read_text(encoding="utf-8"))
        lake, storage = str(tree["lake"]), tree.get("storage") or {}
        if _is_in_a_catalog(storage):
            catalog, namespace = storage.get("catalog-name", "backstory"), storage.get("namespace", pipeline)
            return f"iceberg://{catalog}/{namespace}/{table}"
    except (home.HomeError, OSError, yaml.YAMLError, KeyError, TypeError, AttributeError):
        return f"backstory://{name}"
    local = lakes.local(lake, path.parent)
    return (local / table).as_uri() if local else f"{lake.rstrip('/')}/{table}"


def day_of(asset: Asset, day: str, config: str) -> str:
    """Return where a day is: its folder, or where tables have a format, the table."""
    try:
        storage = yaml.safe_load(home.config(config).read_text(encoding="utf-8")).get("storage") or {}
    except (home.HomeError, OSError, yaml.YAMLError, AttributeError):
        return asset.uri
    return asset.uri if storage.get("format", "parquet") != "parquet" else f"{asset.uri}/dt={day}"


def _is_in_a_catalog(storage: dict[str, Any]) -> bool:
    """Whether another program than the file system knows where a table is."""
    catalog = storage.get("catalog") or {}
    folders = "catalog-impl" not in catalog and catalog.get("type", "hadoop") == "hadoop"
    return storage.get("format") == "iceberg" and not folders
