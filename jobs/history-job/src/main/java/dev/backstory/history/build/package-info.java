/** Builds training rows and histories: the inputs, the tasks, and what is staged. */
package dev.backstory.history.build;
