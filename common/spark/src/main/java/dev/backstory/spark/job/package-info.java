/** The frame of a job: from its options to a session, a lake and an exit code. */
package dev.backstory.spark.job;
