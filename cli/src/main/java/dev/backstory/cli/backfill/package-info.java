/** {@code backstory backfill}: a range of days through an Airflow that has the generated DAGs, by its REST API. */
package dev.backstory.cli.backfill;
