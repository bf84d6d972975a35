/** Figures of each job, to a StatsD server. */
package dev.backstory.observe.metrics;
