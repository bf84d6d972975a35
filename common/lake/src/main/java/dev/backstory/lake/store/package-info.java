/** The lake's folders: published days, staged runs, and the step from one to the other. */
@NullMarked
package dev.backstory.lake.store;

import org.jspecify.annotations.NullMarked;
