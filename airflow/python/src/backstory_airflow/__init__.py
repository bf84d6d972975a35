"""What Backstory needs inside Airflow: the loader of its generated DAGs, its operators, its reports."""
