/** Spark's file readers, given files by their exact names. */
package dev.backstory.spark.files;
