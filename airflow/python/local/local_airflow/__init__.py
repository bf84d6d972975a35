"""An Airflow on this machine for the project's DAGs: `make airflow`, `make airflow-stop`, the runs of `make demo`."""
