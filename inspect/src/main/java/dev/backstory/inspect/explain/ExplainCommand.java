package dev.backstory.inspect.explain;

import dev.backstory.command.DayOptions;
import dev.backstory.command.ExitCode;
import dev.backstory.command.Failures;
import dev.backstory.command.Printable;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.failure.UsageException;
import dev.backstory.core.run.RunJson;
import dev.backstory.inspect.OriginalIds;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        header = "Say how a customer's training rows of a day came to be.",
        description =
                "Shows the actions used and their slots, those not used and why, and whether the published rows are"
                        + " what these actions give.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 explained, 1 an error that may pass, 2 wrong usage or config, 3 a published row is not what its",
            "actions give.",
            "",
            "Examples:",
            "  bin/backstory explain --config examples/otto/pipeline.yaml --dt 2022-08-28 --customer 1",
            "  bin/backstory explain --config pipeline.yaml --dt 2025-08-14 --customer 42 --ranking r7 --json"
        })
public final class ExplainCommand implements Callable<Integer> {
    @Mixin
    DayOptions options;

    @Option(names = "--customer", required = true, paramLabel = "ID", description = "Whose rows.")
    String customer;

    @Option(names = "--ranking", paramLabel = "ID", description = "Only the rows of this ranking.")
    String ranking;

    @Option(
            names = "--around",
            paramLabel = "DAYS",
            defaultValue = "7",
            description = "How many days before and after the window to look for actions that missed it"
                    + " (${DEFAULT-VALUE}).")
    int around;

    @Option(names = "--all", description = "Show every row and action, however many.")
    boolean all;

    @Option(names = "--json", description = "Print JSON, with everything in it.")
    boolean json;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        return Failures.report("explain", () -> {
            if (around < 0 || around > 366) {
                throw new UsageException("Cannot use --around " + around
                        + " because it is not from 0 to 366; omit it for the default, 7");
            }
            Explanation explanation = explain();
            if (json) {
                spec.commandLine().getOut().print(RunJson.write(explanation));
            } else {
                new ExplanationText(explanation, all)
                        .lines().stream()
                                .map(Printable::of)
                                .forEach(spec.commandLine().getOut()::println);
            }
            spec.commandLine().getOut().flush();
            return explanation.verdict() == Explanation.Verdict.DIFFERENT ? ExitCode.CHECK_FAILED : ExitCode.OK;
        });
    }

    private Explanation explain() {
        PipelineConfig config = options.load();
        try {
            Lake lake = Lake.open(config);
            return new Explainer(config, options.config(), lake, new OriginalIds(config, lake), around)
                    .explain(options.dt(), customer, ranking);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
