package dev.backstory.history.pack;

import dev.backstory.core.run.PackFile;
import dev.backstory.lake.store.AttemptFile;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a task made of its range of a month.
 *
 * @param attempt and {@code file}: the same file, null when the range has no actions
 * @param read actions of the days, those that were left out included
 */
record PackPart(@Nullable AttemptFile attempt, @Nullable PackFile file, long read) implements Serializable {}
