package dev.backstory.cli.init;

import dev.backstory.command.Console;
import dev.backstory.command.ExitCode;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.TableRules;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.FinalException;
import dev.backstory.spark.sample.Sampler;
import dev.backstory.spark.sample.SourceSample;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/** {@code validate --data}: how the first rows of each source of a config would be read. */
public final class DataCheck {
    /** The number of rows read of each source. */
    static final int ROWS = 1000;

    /** The audit's own limit: a few rows prove nothing. */
    private static final int FEWEST_ON_OTHER_DAYS = 10;

    private final PipelineConfig config;
    private final Set<String> names;
    private final SparkSession spark;
    private final Console console;
    private final Map<String, SourceSample> samples = new LinkedHashMap<>();
    private int exitCode = ExitCode.OK;

    public DataCheck(PipelineConfig config, SparkSession spark, Console console) {
        this(config, config.sources().all().keySet(), spark, console);
    }

    /** @param names of the sources to look at */
    DataCheck(PipelineConfig config, Set<String> names, SparkSession spark, Console console) {
        this.config = config;
        this.names = names;
        this.spark = spark;
        this.console = console;
    }

    /**
     * Prints it.
     *
     * @return 0, or 3 where an audit would fail a day of such rows, or the code of the first source that cannot be read
     */
    public int run() {
        Sampler sampler = new Sampler(spark, config);
        config.sources().all().forEach((name, source) -> {
            if (names.contains(name)) {
                look(sampler, name, source);
            }
        });
        return exitCode;
    }

    private void look(Sampler sampler, String name, Source source) {
        try {
            SourceSample sample = sampler.of(name, source, ROWS);
            samples.put(name, sample);
            SampleText.lines(sample, ROWS).forEach(console::line);
            if (failsAudit(sample)) {
                end(ExitCode.CHECK_FAILED);
            }
        } catch (BackstoryException e) {
            console.line(String.format(Locale.ROOT, "%-12s %s", name, e.getMessage()));
            end(e instanceof FinalException ? ExitCode.USAGE : ExitCode.ERROR);
        }
    }

    private void end(int code) {
        exitCode = exitCode == ExitCode.OK || exitCode == ExitCode.CHECK_FAILED ? code : exitCode;
    }

    private boolean failsAudit(SourceSample sample) {
        TableRules rules = config.dq().of(sample.source().equals("impressions") ? Table.IMPRESSIONS : Table.ACTIONS);
        boolean rejectsMany = sample.rejectedShare() > rules.maxRejectedShare();
        boolean isOften = sample.otherDay() >= FEWEST_ON_OTHER_DAYS
                && (double) sample.otherDay() / sample.kept() > rules.maxOtherDayShare();
        return rejectsMany || isOften;
    }

    /** The samples, by source; sources that cannot be read are left out. */
    Map<String, SourceSample> samples() {
        return samples;
    }
}
