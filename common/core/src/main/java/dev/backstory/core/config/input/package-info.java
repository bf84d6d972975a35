/** The sources of raw events: where they are, how they are read, and which keys go together. */
@NullMarked
package dev.backstory.core.config.input;

import org.jspecify.annotations.NullMarked;
