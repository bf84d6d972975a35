"""An Airflow on this machine for the project's DAGs: `make airflow` and `make airflow-stop`."""
