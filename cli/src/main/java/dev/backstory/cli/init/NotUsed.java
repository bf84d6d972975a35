package dev.backstory.cli.init;

/** Files that do not become a source, and why. */
record NotUsed(String path, String why) {}
