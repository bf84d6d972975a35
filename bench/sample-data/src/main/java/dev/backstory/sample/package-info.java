/**
 * A seeded generator of raw shop events, for benchmarks, tests and first steps.
 *
 * <p>Every value is drawn from its own random stream (seed, customer, day), so that the content depends on the
 * options alone: not on the number of tasks, the machine or the order in which days are made.
 */
package dev.backstory.sample;
