package dev.backstory.inspect.explain;

/** What became of an action, in the order of display. */
enum ActionOutcome {
    LATE_DAY,
    LATE_TIME,
    USED,
    BEYOND_LENGTH,
    TOO_OLD
}
