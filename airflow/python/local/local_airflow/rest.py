"""Airflow's REST API, as far as setting it up needs it; runs are triggered and followed by `bin/backstory backfill`."""

from __future__ import annotations

from typing import Any, Self

import httpx

from local_airflow.errors import LocalAirflowError

_SECONDS = 30


class RestError(LocalAirflowError):
    """An answer that is an error."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Rest:
    """
    One Airflow's API. It needs no token: a local Airflow lets everyone in.

    :param address: of its UI, such as http://127.0.0.1:8080
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._client = httpx.Client(base_url=f"{address}/api/v2", timeout=_SECONDS, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, path: str, **query: Any) -> Any:
        """Return the JSON of an answer."""
        return self._ask("GET", path, params=query)

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Make something, and return what the answer says of it."""
        return self._ask("POST", path, json=body)

    def reachable(self) -> bool:
        """Whether the API answers and its database too."""
        try:
            return bool(self.get("/monitor/health")["metadatabase"]["status"] == "healthy")
        except (LocalAirflowError, KeyError):
            return False

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        try:
            answer = self._client.request(method, path, **more)
        except httpx.TransportError as error:
            raise LocalAirflowError(
                f"Cannot reach Airflow at {self.address} ({error or type(error).__name__}); start it: make airflow"
            ) from error
        if answer.is_error:
            raise RestError(
                f"Airflow at {self.address} refused {method} {path}: {answer.status_code} {_detail(answer)}",
                answer.status_code,
            )
        return answer.json() if answer.content else None


def _detail(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return answer.reason_phrase
