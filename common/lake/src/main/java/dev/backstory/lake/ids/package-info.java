/** The dictionaries of ids that are texts: which number each text has, for ever. */
@NullMarked
package dev.backstory.lake.ids;

import org.jspecify.annotations.NullMarked;
