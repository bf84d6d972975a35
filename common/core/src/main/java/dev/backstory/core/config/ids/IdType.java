package dev.backstory.core.config.ids;

/** What an id of a source is. */
public enum IdType {
    NUMBER,
    TEXT
}
