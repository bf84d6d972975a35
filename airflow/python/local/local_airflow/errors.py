"""What can go wrong in a way that a person can fix."""


class LocalAirflowError(RuntimeError):
    """Its message says what was tried, why it failed and what to do."""
