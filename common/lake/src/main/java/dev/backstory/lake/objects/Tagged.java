package dev.backstory.lake.objects;

/**
 * A small text object as it was read.
 *
 * @param tag another one after each change; {@link ObjectStore#swap} compares it
 */
public record Tagged(String text, String tag) {}
