/** Builds packs: the actions of a past month in a few files. */
@NullMarked
package dev.backstory.history.pack;

import org.jspecify.annotations.NullMarked;
