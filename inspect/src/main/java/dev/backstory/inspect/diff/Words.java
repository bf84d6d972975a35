package dev.backstory.inspect.diff;

import dev.backstory.inspect.OriginalIds;
import java.time.ZoneId;

/**
 * The words for the values of rows.
 *
 * @param zone in which times are shown
 */
record Words(ZoneId zone, OriginalIds ids) {}
