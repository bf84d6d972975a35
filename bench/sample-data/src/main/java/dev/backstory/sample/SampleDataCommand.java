package dev.backstory.sample;

import dev.backstory.command.ExitCode;
import dev.backstory.command.Failures;
import dev.backstory.command.Interrupt;
import dev.backstory.command.StatusLine;
import dev.backstory.command.Suggestion;
import dev.backstory.command.Terminal;
import dev.backstory.command.Verbosity;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.failure.UsageException;
import dev.backstory.lake.files.BareLocalFileSystem;
import dev.backstory.spark.progress.StageProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backstory sample-data}: the generator on the command line. */
@Command(
        name = "sample-data",
        abbreviateSynopsis = true,
        sortOptions = false,
        showDefaultValues = true,
        header = "Write made-up raw shop events, and a pipeline.yaml that reads them.",
        description = {
            "",
            "Writes DIR/clicks, carts, orders and impressions with a folder per day (dt=2025-01-01), one file each,"
                    + " and DIR/pipeline.yaml. The same options give the same content, on any machine.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  A month of history, a week of impressions, then the whole pipeline over it:",
            "    bin/backstory sample-data /data/small",
            "    bin/backstory run --config /data/small/pipeline.yaml \\",
            "      --from 2025-01-01 --to 2025-02-06",
            "",
            "  About 18 million actions over 379 days, and a customer with 5 million more:",
            "    bin/backstory sample-data /data/large --customers 20000 \\",
            "      --history-days 365 --impression-days 14 \\",
            "      --hot-customers 1 --hot-actions 5000000",
            "",
            "  One row in fifty is bad, clicks are csv, the shop is in Berlin:",
            "    bin/backstory sample-data /data/bad --bad-share 0.02 \\",
            "      --format clicks=csv --zone Europe/Berlin"
        })
public final class SampleDataCommand implements Callable<Integer> {
    private static final SampleOptions DEFAULTS = SampleOptions.builder().build();

    @Parameters(paramLabel = "DIR", description = "Where to write; must be empty or not exist.")
    private String out;

    @Option(names = "--seed", paramLabel = "N", description = "Another seed gives other events.")
    private long seed = DEFAULTS.seed();

    @Option(names = "--customers", paramLabel = "N", description = "Number of customers; their ids count from 1.")
    private int customers = DEFAULTS.customers();

    @Option(names = "--first-day", paramLabel = "DAY", description = "First day with actions.")
    private LocalDate firstDay = DEFAULTS.firstDay();

    @Option(names = "--history-days", paramLabel = "N", description = "Days with actions only.")
    private int historyDays = DEFAULTS.historyDays();

    @Option(names = "--impression-days", paramLabel = "N", description = "Days after those, with impressions too.")
    private int impressionDays = DEFAULTS.impressionDays();

    @Option(
            names = "--actions",
            paramLabel = "MEAN",
            description =
                    "Actions of a customer and day, on average; a tenth of the customers has four tenths of them.")
    private double actions = DEFAULTS.actionsPerCustomerDay();

    @Option(names = "--hot-customers", paramLabel = "N", description = "Customers 1 to N have very many actions.")
    private int hotCustomers = DEFAULTS.hotCustomers();

    @Option(names = "--hot-actions", paramLabel = "N", description = "Actions of each of them, over all days.")
    private long hotActions = DEFAULTS.hotActions();

    @Option(
            names = "--rankings",
            paramLabel = "MEAN",
            description = "Impressions of a customer and impression day, on average.")
    private double rankings = DEFAULTS.rankingsPerCustomerDay();

    @Option(names = "--items-per-ranking", paramLabel = "N", description = "Items of an impression.")
    private int itemsPerRanking = DEFAULTS.itemsPerRanking();

    @Option(names = "--items", paramLabel = "N", description = "Size of the catalogue; low ids are more popular.")
    private int items = DEFAULTS.items();

    @Option(
            names = "--bad-share",
            paramLabel = "SHARE",
            description = "Share of rows, 0 to 1, with something wrong: nulls, item 0, text for numbers, wrong days.")
    private double badShare = DEFAULTS.badShare();

    @Option(
            names = "--signal",
            paramLabel = "SHARE",
            description =
                    "Share of actions, 0 to 1, that follow a taste: kinds of items that a customer likes for two weeks, and"
                            + " orders when shown. With 0, nothing can be learned.")
    private double signal = DEFAULTS.signal();

    @Option(
            names = "--format",
            paramLabel = "[SOURCE=]FORMAT",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description =
                    "parquet (default), orc, json or csv; for all sources, or as clicks=json for one. Repeatable.")
    private String[] formats = {};

    @Option(names = "--zone", paramLabel = "ZONE", description = "The zone in which days begin.")
    private ZoneId zone = DEFAULTS.zone();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public Integer call() {
        return Failures.report("sample-data", this::write);
    }

    private int write() {
        SampleOptions options = options();
        long start = System.nanoTime();
        Interrupt.leaves("sample-data", () -> "nothing was written to " + out + ". To go on: start it again");
        try (SparkSession spark = Session.open()) {
            Interrupt.leaves(
                    "sample-data",
                    () -> out + " has a part of the days and no pipeline.yaml, so nothing reads it. To go on: delete"
                            + " it, and start it again");
            SampleCounts counts = SampleData.write(spark, options, out);
            Interrupt.leaves("sample-data", () -> out + " is complete");
            System.out.printf(
                    "Wrote %,d actions (%,d clicks, %,d carts, %,d orders) of %s to %s%n",
                    counts.actions(),
                    counts.clicks(),
                    counts.carts(),
                    counts.orders(),
                    options.firstDay(),
                    options.lastDay());
            System.out.printf(
                    "and %,d impressions with %,d items from %s on, in %.0f s.%n",
                    counts.impressions(),
                    counts.items(),
                    options.firstImpressionDay(),
                    (System.nanoTime() - start) / 1e9);
            if (options.badShare() > 0) {
                System.out.printf(
                        "Of these, %,d actions and %,d impressions or items of them are to be rejected.%n",
                        counts.rejectedActions(), counts.rejectedImpressions());
            }
            System.out.println("Next: "
                    + Suggestion.of("run")
                            .config(out + "/pipeline.yaml")
                            .days(new DayRange(options.firstDay(), options.lastDay())));
            return ExitCode.OK;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write sample data into " + out + ": " + e.getMessage(), e);
        }
    }

    private SampleOptions options() {
        try {
            SampleOptions.Builder builder = SampleOptions.builder()
                    .seed(seed)
                    .customers(customers)
                    .firstDay(firstDay)
                    .historyDays(historyDays)
                    .impressionDays(impressionDays)
                    .actionsPerCustomerDay(actions)
                    .hotCustomers(hotCustomers, hotActions)
                    .rankings(rankings, itemsPerRanking)
                    .items(items)
                    .badShare(badShare)
                    .signal(signal)
                    .zone(zone);
            FormatOption.apply(formats, builder);
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    /** Apart, so that help about this command needs no class of Spark's. */
    private static final class Session {
        static SparkSession open() {
            SparkConf conf = new SparkConf();
            Map.of(
                            "spark.master", "local[*]",
                            "spark.app.name", "backstory sample-data",
                            "spark.ui.enabled", "false",
                            "spark.ui.showConsoleProgress", "false")
                    .forEach(conf::setIfMissing);
            if (conf.get("spark.master").startsWith("local")) {
                Map.of(
                                "spark.driver.host", "localhost",
                                "spark.driver.bindAddress", "127.0.0.1",
                                "spark.hadoop.fs.file.impl", BareLocalFileSystem.class.getName())
                        .forEach(conf::setIfMissing);
            }
            SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
            if (Terminal.isThere() && !Verbosity.isQuiet()) {
                StageProgress.show(spark.sparkContext(), StatusLine.standard());
                StageProgress.step(spark.sparkContext(), "sample-data");
            }
            return spark;
        }
    }
}
