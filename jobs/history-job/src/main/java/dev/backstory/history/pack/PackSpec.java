package dev.backstory.history.pack;

import dev.backstory.history.merge.DayFile;
import java.io.Serializable;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;

/**
 * All that a task needs to write its part of a pack, besides its range.
 *
 * @param runFolder the folder of the run that builds
 * @param length of the longest history
 * @param days the files of the month's days
 */
record PackSpec(String runFolder, String run, YearMonth month, ZoneId zone, int length, List<DayFile> days)
        implements Serializable {}
