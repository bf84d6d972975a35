package dev.backstory.inspect.diff;

import dev.backstory.inspect.OriginalIds;
import java.time.ZoneId;

/**
 * How the values of rows are said.
 *
 * @param zone in which times are shown
 */
record Words(ZoneId zone, OriginalIds ids) {}
