/** The Spark session every job runs in. */
package dev.backstory.spark.session;
