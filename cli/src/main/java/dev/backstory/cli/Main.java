package dev.backstory.cli;

import dev.backstory.actions.ActionsJob;
import dev.backstory.airflow.DagsCommand;
import dev.backstory.cli.backfill.BackfillCommand;
import dev.backstory.cli.init.InitCommand;
import dev.backstory.command.CommandGroups;
import dev.backstory.command.CommandLines;
import dev.backstory.command.Printable;
import dev.backstory.command.Verbosity;
import dev.backstory.core.run.CodeVersion;
import dev.backstory.dq.DqJob;
import dev.backstory.history.HistoryJob;
import dev.backstory.history.PackJob;
import dev.backstory.impressions.ImpressionsJob;
import dev.backstory.inspect.diff.DiffCommand;
import dev.backstory.inspect.explain.ExplainCommand;
import dev.backstory.inspect.files.FilesCommand;
import dev.backstory.inspect.show.ShowCommand;
import dev.backstory.inspect.status.StatusCommand;
import dev.backstory.sample.SampleDataCommand;
import dev.backstory.spark.job.JobMain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.package$;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import scala.util.Properties;

/** {@code bin/backstory}. */
@Command(
        name = "backstory",
        description = {
            "The last 1,000 things each customer did, behind every impression, day by day,",
            "provably without a look into the future."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            ActionsJob.class,
            ImpressionsJob.class,
            HistoryJob.class,
            PackJob.class,
            VocabularyCommand.class,
            DqJob.class,
            ShowCommand.class,
            ExplainCommand.class,
            DiffCommand.class,
            FilesCommand.class,
            StatusCommand.class,
            BackfillCommand.class,
            DagsCommand.class,
            InitCommand.class,
            ValidateCommand.class,
            SampleDataCommand.class,
            GenerateCompletion.class,
            GenerateManCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  bin/backstory validate --config examples/otto/pipeline.yaml",
            "  bin/backstory run --config examples/otto/pipeline.yaml --from 2022-08-01 --to 2022-08-28",
            "  bin/backstory show --config examples/otto/pipeline.yaml --dt 2022-08-28",
            "  bin/backstory explain --config examples/otto/pipeline.yaml --dt 2022-08-28 --customer 1",
            "",
            "Exit codes: 0 done, 1 an error that may pass (try again), 2 something has to be changed first",
            "(usage, config, a source), 3 a check failed: a day failed its audit, or what was compared differs."
        })
public final class Main implements Runnable, CommandGroups {
    @Spec
    CommandSpec spec;

    @Mixin
    Verbosity verbosity = new Verbosity();

    @Override
    public Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("Daily", List.of("run", "status", "backfill"));
        groups.put("For training", List.of("vocabulary"));
        groups.put("A step by itself", List.of("actions", "impressions", "history", "pack", "dq"));
        groups.put("Look at what is there", List.of("show", "explain", "diff", "files"));
        groups.put(
                "Set up",
                List.of("init", "validate", "dags", "sample-data", "generate-completion", "generate-man", "help"));
        return groups;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? One of those below");
    }

    /** Ends the process if it is this program's own; elsewhere, ends as every job does. */
    public static void main(String[] args) throws Exception {
        if (isOwn()) {
            System.exit(CommandLines.of(new Main()).execute(args));
        }
        JobMain.exit(new Main(), args);
    }

    /** Whether Java was started to run this class, rather than by a platform or spark-submit that calls it. */
    private static boolean isOwn() {
        return System.getProperty("sun.java.command", "").startsWith(Main.class.getName());
    }

    /** The facts a bug report needs: this program, and what it runs on. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "backstory " + CodeVersion.text() + " (commit " + System.getProperty("backstory.commit", "unknown")
                        + ")",
                spark(),
                "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ") in "
                        + System.getProperty("java.home")
            };
        }

        private static String spark() {
            try {
                return "Spark " + package$.MODULE$.SPARK_VERSION() + ", Scala " + Properties.versionNumberString()
                        + " in " + Printable.of(String.valueOf(System.getenv("SPARK_HOME")));
            } catch (LinkageError e) {
                return "no Spark: set SPARK_HOME to a Spark 3.5 for Scala 2.12";
            }
        }
    }
}
