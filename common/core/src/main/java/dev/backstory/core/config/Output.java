package dev.backstory.core.config;

/** A table the history step writes. */
public enum Output {
    TRAINING,
    HISTORIES
}
