/** Digests of texts, by which something is recognized as the same. */
@NullMarked
package dev.backstory.core.digest;

import org.jspecify.annotations.NullMarked;
