/** The command line: one entry point to every step, and {@code run}, which runs them all in one process. */
package dev.backstory.cli;
