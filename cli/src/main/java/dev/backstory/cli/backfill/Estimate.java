package dev.backstory.cli.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.backstory.command.Count;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Roughly how long a range will take, estimated from the earlier runs that Airflow remembers. */
final class Estimate {
    private static final int RUNS = 20;

    private final AirflowApi airflow;
    private final String pipeline;

    Estimate(AirflowApi airflow, String pipeline) {
        this.airflow = airflow;
        this.pipeline = pipeline;
    }

    /** A successful run: its number of days, and how long it took. */
    private record Past(long days, Duration took) {}

    /** The estimate as a sentence that names its basis, or says that there is none. */
    String text(GeneratedDag dag, int days) {
        List<Past> ranges = dag == GeneratedDag.BACKFILL ? past(dag.id(pipeline)) : List.of();
        if (!ranges.isEmpty()) {
            Past like = ranges.stream()
                    .min(Comparator.comparingLong(past -> Math.abs(past.days() - days)))
                    .orElseThrow();
            // A range is one pass: fewer days take hardly less time, more days take more.
            double times = Math.max(1, (double) days / like.days());
            return "It takes about " + text(like.took(), times) + ": an earlier backfill of "
                    + Count.of(like.days(), "day") + " took " + text(like.took(), 1);
        }
        String daily = GeneratedDag.DAILY.id(pipeline);
        List<Past> single = past(daily);
        if (!single.isEmpty()) {
            List<Duration> took = single.stream().map(Past::took).sorted().toList();
            Duration median = took.get(took.size() / 2);
            String past = ": a day of " + daily + " took " + text(median, 1) + " (the median of "
                    + Count.of(took.size(), "run") + ")";
            return dag == GeneratedDag.DAILY
                    ? "It takes about " + text(median, 1) + past
                    : "It takes at most " + text(median, days) + past + ", and a range is one pass";
        }
        return "No estimate: Airflow remembers no run of this pipeline that went well";
    }

    private List<Past> past(String dag) {
        List<Past> past = new ArrayList<>();
        JsonNode runs = airflow.find("/dags/" + dag + "/dagRuns?state=success&order_by=-run_after&limit=" + RUNS)
                .map(found -> found.path("dag_runs"))
                .orElse(MissingNode.getInstance());
        for (JsonNode run : runs) {
            try {
                Instant start = Instant.parse(run.path("start_date").asText());
                Duration took = Duration.between(
                        start, Instant.parse(run.path("end_date").asText()));
                past.add(new Past(dayCount(run.path("conf")), took));
            } catch (DateTimeParseException notOneOfOurs) {
                // A run without times, or without valid days, tells nothing.
            }
        }
        return past;
    }

    private static long dayCount(JsonNode conf) {
        return conf.path("from").isTextual()
                ? LocalDate.parse(conf.path("from").asText())
                                .until(LocalDate.parse(conf.path("to").asText()), ChronoUnit.DAYS)
                        + 1
                : 1;
    }

    static String text(Duration duration, double times) {
        long seconds = Math.max(1, Math.round(duration.toMillis() * times / 1000));
        if (seconds < 120) {
            return seconds + " s";
        }
        long minutes = Math.round(seconds / 60.0);
        return minutes < 120 ? minutes + " min" : Math.round(minutes / 6.0) / 10.0 + " h";
    }
}
