/** The command line: one door to every step, and {@code run}, which does them all in one process. */
package dev.backstory.cli;
