package dev.backstory.core.config;

/** What a broken rule means for the day. */
public enum Level {
    FAIL,
    WARN
}
