package dev.backstory.lake.store;

import dev.backstory.core.run.RunId;
import java.util.List;

/**
 * Files on an object store that were published once: a note that is written before they are replaced, so that none is
 * forgotten, and that counts only once no record names them any more.
 *
 * @param what the day or month they were, such as {@code dt=2025-08-14}
 * @param files below the folder of the table or of the packs
 */
record Replaced(String what, RunId run, List<String> files) {}
