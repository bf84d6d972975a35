/**
 * The lake's Parquet files: how rows become pages and pages rows again. Needs parquet-hadoop and a Hadoop file system,
 * no Spark session, so it works the same inside a task and outside.
 */
package dev.backstory.lake.table;
