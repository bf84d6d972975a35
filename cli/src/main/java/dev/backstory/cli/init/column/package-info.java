/** The columns of the first rows of a source: what their values are, and what they could be by name and by value. */
@NullMarked
package dev.backstory.cli.init.column;

import org.jspecify.annotations.NullMarked;
