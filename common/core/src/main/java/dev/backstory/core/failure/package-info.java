/** Failures that a user can act on. */
@NullMarked
package dev.backstory.core.failure;

import org.jspecify.annotations.NullMarked;
