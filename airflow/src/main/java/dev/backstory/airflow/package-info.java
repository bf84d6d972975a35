/**
 * From a config to the files of its DAGs: {@link dev.backstory.airflow.DagPlanner} decides what Airflow is to do, as
 * plain records, and {@link dev.backstory.airflow.DagRenderer} writes them down, the same bytes for the same config.
 */
package dev.backstory.airflow;
