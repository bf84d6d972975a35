/** From rows of raw sources to a staged run: laid out by day and hash range, written once, counted twice. */
package dev.backstory.spark.ingest;
