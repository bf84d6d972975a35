/** Who writes a run, and whether it still lives: owners, locks, heartbeats; and the files of runs on an object store that wait to go. */
@NullMarked
package dev.backstory.lake.run;

import org.jspecify.annotations.NullMarked;
