/** The metrics of each job, sent to a StatsD server. */
package dev.backstory.observe.metrics;
