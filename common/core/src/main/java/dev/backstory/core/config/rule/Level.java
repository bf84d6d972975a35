package dev.backstory.core.config.rule;

/** What a broken rule means for the day. */
public enum Level {
    FAIL,
    WARN
}
