/**
 * From a config to the files of its DAGs: {@link dev.backstory.airflow.DagPlanner} decides what Airflow does, as plain
 * records, and {@link dev.backstory.airflow.DagRenderer} renders them, with the same bytes for the same config.
 */
package dev.backstory.airflow;
