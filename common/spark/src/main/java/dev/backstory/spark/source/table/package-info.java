/** Tables that Spark reads by a log or a catalog: Iceberg, Delta, those of a metastore. */
package dev.backstory.spark.source.table;
