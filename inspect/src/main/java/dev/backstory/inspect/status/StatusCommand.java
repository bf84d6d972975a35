package dev.backstory.inspect.status;

import dev.backstory.command.Console;
import dev.backstory.command.ExitCode;
import dev.backstory.command.Failures;
import dev.backstory.command.RangeOptions;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.run.RunJson;
import dev.backstory.lake.state.LakeState;
import dev.backstory.lake.store.Lake;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks, and changes nothing: it exits with 0 whatever the state of the days, as long as it could look. */
@Command(
        name = "status",
        header = "Say which days are published, stale, failed or missing, and what to run.",
        description =
                "Of each table: the days that are published, stale (and why), failed, staged, running, interrupted or"
                        + " missing, and the commands that build what is needed. Without --dt or --from and --to: all days of the"
                        + " lake.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  bin/backstory status --config pipeline.yaml",
            "  bin/backstory status --config pipeline.yaml --from 2025-08-01 --to 2025-08-14 --json",
            "",
            "Exit codes: 0 it could look, 1 it could not, 2 wrong usage or config."
        })
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private RangeOptions options;

    @Option(names = "--json", description = "Print every day as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        return Failures.report("status", () -> {
            Optional<DayRange> range = options.given();
            PipelineConfig config = options.load();
            Lake lake = Lake.open(config);
            LakeState state =
                    range.map(days -> LakeState.read(lake, config, days)).orElseGet(() -> LakeState.read(lake, config));
            PackStatus packs = PackStatus.read(lake, config, state);
            RawChanges changed = RawChanges.read(lake, config, state);
            if (json) {
                System.out.print(RunJson.write(StatusJson.of(config, options.config(), state, packs, changed)));
            } else {
                Console console = Console.standard();
                new StatusTable(config, state).lines().forEach(console::line);
                packs.lines(options.config()).forEach(console::line);
                changed.lines(options.config()).forEach(console::line);
                new SuggestedCommands(options.config(), state).lines().forEach(console::line);
            }
            return ExitCode.OK;
        });
    }
}
