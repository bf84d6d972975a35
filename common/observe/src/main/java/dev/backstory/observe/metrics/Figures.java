package dev.backstory.observe.metrics;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Table;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The metrics of the end of a job: lines of StatsD, with tags as in DogStatsD. A gauge tells the present state; a
 * counter, how often or how much since then. The days of a range come in order, so that a gauge ends with the newest.
 *
 * <p>Counters of results and verdicts are sent for each of them, most with 0: a series that begins with its first failure
 * begins at 1, and Prometheus's {@code increase} does not see that it rose.
 */
final class Figures {
    private static final List<String> OUTCOMES = List.of("done", "failed", "error", "usage");

    private final String prefix;

    Figures(String prefix) {
        this.prefix = prefix;
    }

    List<String> of(JobRun run, JobResult result) {
        List<String> lines = new ArrayList<>();
        String pipeline = run.config().name();
        String step = "pipeline:" + pipeline + ",step:" + run.job();
        String outcome = outcome(result.code());
        for (String each : OUTCOMES) {
            lines.add(count("runs", each.equals(outcome) ? 1 : 0, step + ",result:" + each));
        }
        lines.add(gauge("seconds", seconds(Duration.between(run.at(), result.at())), step));
        for (StagedRun staged : result.staged()) {
            lines.addAll(sources(pipeline, staged));
        }
        Map<Table, List<DayVerdict>> byTable = result.days().stream()
                .sorted(Comparator.comparing(DayVerdict::dt))
                .collect(Collectors.groupingBy(DayVerdict::table, TreeMap::new, Collectors.toList()));
        byTable.forEach((table, days) -> {
            lines.addAll(verdicts(tags(run.config(), table), days));
            days.forEach(day -> lines.addAll(day(run.config(), day)));
        });
        return lines;
    }

    private List<String> verdicts(String tags, List<DayVerdict> days) {
        List<String> lines = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            long number = days.stream().filter(day -> day.verdict() == verdict).count();
            lines.add(count("days", number, tags + ",verdict:" + verdict.name().toLowerCase(Locale.ROOT)));
        }
        return lines;
    }

    private static String tags(PipelineConfig config, Table table) {
        return "pipeline:" + config.name() + ",table:" + table.folder();
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
        String table = tags(config, day.table());
        List<String> lines = new ArrayList<>();
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
