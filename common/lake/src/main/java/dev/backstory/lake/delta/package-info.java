/** Tables that are tables of Delta Lake, too: a day is an entry of the table's log. */
@NullMarked
package dev.backstory.lake.delta;

import org.jspecify.annotations.NullMarked;
