/** What builds and packs share: the files they read, the ranges they are cut into, and how a failed task is reported. */
@NullMarked
package dev.backstory.history.merge;

import org.jspecify.annotations.NullMarked;
