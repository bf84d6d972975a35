/** What a person at a terminal sees of a Spark job that takes a while. */
package dev.backstory.spark.progress;
