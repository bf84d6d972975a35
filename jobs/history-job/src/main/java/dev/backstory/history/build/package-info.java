/** Builds training rows and histories: the inputs, the tasks, and what is staged. */
@NullMarked
package dev.backstory.history.build;

import org.jspecify.annotations.NullMarked;
