package dev.backstory.cli.init;

/** Files of which no source is made, and why. */
record NotUsed(String path, String why) {}
