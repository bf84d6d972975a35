/** What the benchmark compares the history step with, as far as it is Spark SQL: on the published tables, no code shared. */
package dev.backstory.baselines;
