/**
 * Who writes a run, and whether that process is still alive: owners, locks, heartbeats; and the files of runs on an
 * object store that are waiting to be removed.
 */
@NullMarked
package dev.backstory.lake.run;

import org.jspecify.annotations.NullMarked;
