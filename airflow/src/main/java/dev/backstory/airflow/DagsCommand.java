package dev.backstory.airflow;

import dev.backstory.command.ConfigOptions;
import dev.backstory.command.ExitCode;
import dev.backstory.command.Interrupt;
import dev.backstory.command.Printable;
import dev.backstory.command.Suggestion;
import dev.backstory.core.failure.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code backstory dags}: the DAG files of a config, written or checked. */
@Command(
        name = "dags",
        description = "Write the Airflow DAGs of a config: a day at a time, and a range in one pass.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  bin/backstory dags --config pipeline.yaml --out dags",
            "  bin/backstory dags --config pipeline.yaml --out dags --check",
            "",
            "Exit codes: 0 done, 1 a file could not be read or written, 2 wrong usage or config,",
            "3 --check found files that differ."
        })
public final class DagsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "Where the files go.")
    private Path out;

    @Option(
            names = "--check",
            description = "Write nothing; say how the files in the folder differ from what the config gives.")
    private boolean check;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            String text = options.text();
            DagFiles files = DagFiles.of(options.fileName(), text, options.loadOf(text));
            return check ? check(files) : write(files);
        } catch (UsageException e) {
            err.println(Printable.of(e.getMessage()));
            return ExitCode.USAGE;
        } catch (UncheckedIOException e) {
            err.println(Printable.of("dags: " + e.getMessage()));
            return ExitCode.ERROR;
        } catch (IOException e) {
            err.println("dags: Cannot " + (check ? "read" : "write") + " the DAGs in " + out + ": " + e
                    + "; check --out and its permissions");
            return ExitCode.ERROR;
        }
    }

    private int write(DagFiles files) throws IOException {
        Interrupt.leaves(
                "dags",
                () -> "each file in " + out + " is the one from before or the new one. To go on: "
                        + Suggestion.of("dags").config(options.config()).option("--out", out));
        List<String> written = files.writeTo(out);
        written.forEach(name -> say("wrote " + out.resolve(name)));
        say(written.size() + " of " + files.size() + " files written, the others were up to date");
        return ExitCode.OK;
    }

    private int check(DagFiles files) throws IOException {
        List<String> differences = files.differences(out);
        PrintWriter err = spec.commandLine().getErr();
        differences.forEach(err::print);
        if (differences.isEmpty()) {
            say("all " + files.size() + " files in " + out + " are what " + options.config() + " gives");
            return ExitCode.OK;
        }
        err.println("dags: " + differences.size() + " of " + files.size() + " files in " + out + " are not what "
                + options.config() + " gives; run: "
                + Suggestion.of("dags").config(options.config()).option("--out", out));
        err.flush();
        return ExitCode.CHECK_FAILED;
    }

    private void say(String text) {
        spec.commandLine().getOut().println("dags         " + text);
    }
}
