package dev.backstory.observe.metrics;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.run.StagedRun;
import dev.backstory.core.run.Verdict;
import dev.backstory.observe.event.DayVerdict;
import dev.backstory.observe.event.JobResult;
import dev.backstory.observe.event.JobRun;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The metrics of the end of a job: lines of StatsD, with tags as in DogStatsD. A gauge tells the present state; a
 * counter, how often or how much since then. The days of a range come in order, so that a gauge ends with the newest.
 */
final class Figures {
    private final String prefix;

    Figures(String prefix) {
        this.prefix = prefix;
    }

    List<String> of(JobRun run, JobResult result) {
        List<String> lines = new ArrayList<>();
        String pipeline = run.config().name();
        String step = "pipeline:" + pipeline + ",step:" + run.job();
        lines.add(count("runs", 1, step + ",result:" + outcome(result.code())));
        lines.add(gauge("seconds", seconds(Duration.between(run.at(), result.at())), step));
        for (StagedRun staged : result.staged()) {
            lines.addAll(sources(pipeline, staged));
        }
        result.days().stream()
                .sorted(Comparator.comparing(DayVerdict::dt))
                .forEach(day -> lines.addAll(day(run.config(), day)));
        return lines;
    }

    private List<String> sources(String pipeline, StagedRun staged) {
        List<String> lines = new ArrayList<>();
        staged.sources().forEach((source, total) -> {
            String tags = "pipeline:" + pipeline + ",table:" + staged.table().folder() + ",source:" + source;
            lines.add(count("source.rows_read", total.read(), tags));
            lines.add(count("source.rows_rejected", total.rejected(), tags));
        });
        return lines;
    }

    private List<String> day(PipelineConfig config, DayVerdict day) {
        String table = "pipeline:" + config.name() + ",table:" + day.table().folder();
        List<String> lines = new ArrayList<>();
        lines.add(count("days", 1, table + ",verdict:" + day.verdict().name().toLowerCase(Locale.ROOT)));
        lines.add(gauge("verdict", number(day.verdict()), table));
        lines.add(gauge("rows", Long.toString(day.rows()), table));
        lines.add(gauge("rows_rejected", Long.toString(day.rejectedRows()), table));
        if (day.published()) {
            lines.add(count("rows_published", day.rows(), table));
            lines.add(gauge("published_day", Long.toString(start(config, day.dt())), table));
        }
        return lines;
    }

    /** Alerts compare these numbers, so they must not change. */
    private static String number(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "0";
            case WARN -> "1";
            case FAIL -> "2";
            case ERROR -> "3";
        };
    }

    private static long start(PipelineConfig config, LocalDate dt) {
        return dt.atStartOfDay(config.timezone()).toEpochSecond();
    }

    private static String outcome(int code) {
        return switch (code) {
            case 0 -> "done";
            case 2 -> "usage";
            case 3 -> "failed";
            default -> "error";
        };
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f", took.toMillis() / 1000.0);
    }

    private String count(String name, long number, String tags) {
        return prefix + "." + name + ":" + number + "|c|#" + tags;
    }

    private String gauge(String name, String value, String tags) {
        return prefix + "." + name + ":" + value + "|g|#" + tags;
    }
}
