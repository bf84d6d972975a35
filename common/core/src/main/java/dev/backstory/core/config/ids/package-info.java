/** What ids are: numbers, or texts; and which items have an index of their own in models. */
@NullMarked
package dev.backstory.core.config.ids;

import org.jspecify.annotations.NullMarked;
