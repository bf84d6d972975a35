package dev.backstory.dq.day;

import org.jspecify.annotations.Nullable;

/**
 * A number that checks compare.
 *
 * @param number null when it could not be found out
 * @param problem why it could not; null when it could
 */
record Fact(@Nullable Double number, @Nullable String problem) {}
