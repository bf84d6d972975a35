/** Days, times and the lookback, in the configured zone and never in the machine's. */
@NullMarked
package dev.backstory.core.calendar;

import org.jspecify.annotations.NullMarked;
