package dev.backstory.core.config;

/** What an id of a source is. */
public enum IdType {
    NUMBER,
    TEXT
}
