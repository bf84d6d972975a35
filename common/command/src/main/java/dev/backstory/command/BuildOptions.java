package dev.backstory.command;

import picocli.CommandLine.Option;

/** The options of a step that builds. */
public final class BuildOptions extends JobOptions {
    @Option(names = "--rebuild", description = "Build the days that are current too.")
    boolean rebuild;

    public boolean rebuild() {
        return rebuild;
    }
}
