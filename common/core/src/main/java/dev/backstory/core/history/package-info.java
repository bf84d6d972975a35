/**
 * The history step without an engine: sorted rows in, training rows out, in one pass and a fixed amount of memory.
 */
@NullMarked
package dev.backstory.core.history;

import org.jspecify.annotations.NullMarked;
