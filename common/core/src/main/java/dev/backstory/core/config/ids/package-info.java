/** What ids are: numbers, or texts. */
@NullMarked
package dev.backstory.core.config.ids;

import org.jspecify.annotations.NullMarked;
