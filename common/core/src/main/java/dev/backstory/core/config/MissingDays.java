package dev.backstory.core.config;

/** What the history step does when action days of its window are not published. */
public enum MissingDays {
    FAIL,
    WARN
}
