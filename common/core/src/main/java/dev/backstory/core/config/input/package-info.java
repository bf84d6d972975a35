/** How sources are read, where that takes more than one key. */
@NullMarked
package dev.backstory.core.config.input;

import org.jspecify.annotations.NullMarked;
