/** Tables of databases. */
package dev.backstory.spark.source.jdbc;
