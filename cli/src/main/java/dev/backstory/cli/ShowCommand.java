package dev.backstory.cli;

import dev.backstory.lake.job.JobMain;
import dev.backstory.lake.job.JobOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "show",
        description = "Show a published training row in readable form.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  backstory show --config examples/otto/pipeline.yaml --dt 2022-08-28",
            "  backstory show --config examples/otto/pipeline.yaml --dt 2022-08-28 --customer 3"
        })
final class ShowCommand implements Callable<Integer> {
    @Mixin
    JobOptions options;

    @Option(
            names = "--customer",
            paramLabel = "ID",
            description = "A row of this customer; else the first with history.")
    Long customer;

    @Override
    public Integer call() {
        return JobMain.run("show", options, false, context -> new TrainingRow(context).print(customer));
    }
}
