package dev.backstory.observe;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.core.run.Verdict;
import dev.backstory.observe.event.DayVerdict;
import dev.backstory.observe.event.DayVerdict.CheckResult;
import dev.backstory.observe.event.JobResult;
import dev.backstory.observe.event.JobRun;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** A shop whose jobs say what they do: what an observer is told, in figures that everybody knows. */
public final class ObservedShop {
    public static final Instant START = Instant.parse("2025-08-15T01:00:00Z");
    public static final LocalDate DAY = LocalDate.parse("2025-08-14");
    private static final RunId RUN = new RunId("r1");
    private static final String SCHEMA = """
            message spark_schema {
              required int32 customer_hash;
              required int64 action_time (TIMESTAMP(MICROS,true));
              required group actions (LIST) {
                repeated group list {
                  required int32 element;
                }
              }
            }
            """;

    private ObservedShop() {}

    public static PipelineConfig config(String more) {
        return ConfigLoader.load("""
                name: shop
                lake: /lake
                timezone: Europe/Berlin
                sources:
                  clicks: {format: parquet, path: /raw/clicks}
                  orders: {format: jdbc, url: "jdbc:postgresql://db:5432/shop", table: public.orders}
                  impressions: {format: json, path: /raw/shown}
                """ + more, "pipeline.yaml", Path.of("/"));
    }

    public static JobRun step(PipelineConfig config) {
        return run(config, Step.ACTIONS, false, Table.ACTIONS);
    }

    public static JobRun audit(PipelineConfig config) {
        return run(config, Step.ACTIONS, true, Table.ACTIONS);
    }

    public static JobRun run(PipelineConfig config, Step step, boolean audit, Table... tables) {
        return new JobRun(config, step, audit, List.of(tables), DayRange.day(DAY), RUN, START);
    }

    /** 12 rows were staged: 10 clicks of 11, and 2 orders. */
    public static JobResult staged() {
        StagedDay day = StagedDay.ofSources(
                DAY,
                List.of(new StagedFile("a.parquet", 7, 700), new StagedFile("b.parquet", 5, 500)),
                List.of(new StagedFile("r.parquet", 1, 100)),
                Map.of("clicks", new SourceCount(11, 10, 1), "orders", new SourceCount(2, 2, 0)),
                0);
        return new JobResult(
                0,
                null,
                START.plusMillis(2500),
                List.of(new StagedRun(
                        Table.ACTIONS, RUN, START, "s", "0.1.0", SCHEMA, List.of(day), List.of(), Map.of())),
                List.of());
    }

    /** A day with a warning, which is published. */
    public static JobResult warned() {
        return new JobResult(
                0,
                null,
                START.plusMillis(4000),
                List.of(),
                List.of(day(
                        DAY,
                        Verdict.WARN,
                        "Published with 1 warning",
                        true,
                        new CheckResult("volume", Verdict.WARN, "50 to 150 rows", "12 rows"),
                        new CheckResult("item_id is positive", Verdict.PASS, "every row", "true of 12 rows"))));
    }

    /** A day that failed. */
    public static JobResult failed() {
        return new JobResult(
                3,
                "actions 2025-08-14 failed its audit: rejected share: 1 of 13 rows",
                START.plusMillis(4000),
                List.of(),
                List.of(day(
                        DAY,
                        Verdict.FAIL,
                        "Not published: 1 check failed",
                        false,
                        new CheckResult("rejected share", Verdict.FAIL, "at most 1%", "1 of 13 rows"))));
    }

    public static DayVerdict day(
            LocalDate dt, Verdict verdict, String sentence, boolean published, CheckResult... checks) {
        return new DayVerdict(
                Table.ACTIONS,
                dt,
                RUN,
                SCHEMA,
                verdict,
                sentence,
                published,
                12,
                1,
                List.of(new StagedFile("a.parquet", 7, 700), new StagedFile("b.parquet", 5, 500)),
                List.of(checks));
    }
}
