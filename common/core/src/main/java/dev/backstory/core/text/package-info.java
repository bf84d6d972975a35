/** Bytes that must be text. */
@NullMarked
package dev.backstory.core.text;

import org.jspecify.annotations.NullMarked;
