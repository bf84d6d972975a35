package dev.backstory.tables;

import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.spark.source.SourceReader;
import dev.backstory.spark.source.SourceRows;
import dev.backstory.spark.source.row.RequestedDays;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Row;

/** Reads a source as a config names it, and prints what came out, one sorted line a row. */
final class Reading {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private Reading() {}

    /** Clicks or another source of actions, by its mapping in the config. */
    static SourceRows actions(String name, String source, String... days) {
        PipelineConfig config =
                config("  impressions: {format: json, path: /elsewhere/shown}\n  " + name + ": " + source);
        Source made = Objects.requireNonNull(config.sources().actionSources().get(name));
        return new SourceReader(TableSpark.session(), BERLIN).actions(name, made, days(days));
    }

    static SourceRows impressions(String source, String... days) {
        PipelineConfig config = config("  clicks: {format: json, path: /elsewhere/clicks}\n  impressions: " + source);
        return new SourceReader(TableSpark.session(), BERLIN)
                .impressions(config.sources().impressions(), days(days));
    }

    private static PipelineConfig config(String sources) {
        return ConfigLoader.load(
                "name: shop\nlake: /elsewhere/lake\nsources:\n" + sources + "\n", "pipeline.yaml", Path.of("/"));
    }

    private static RequestedDays days(String... days) {
        return RequestedDays.of(Arrays.stream(days).map(LocalDate::parse).toList());
    }

    /** {@code dt customer item time}, or {@code dt reasons raw}. */
    static List<String> lines(SourceRows rows) {
        return rows.rows().collectAsList().stream().map(Reading::line).sorted().toList();
    }

    private static String line(Row row) {
        List<String> reasons = row.getList(row.fieldIndex("reasons"));
        if (!reasons.isEmpty()) {
            return "rejected " + row.get(0) + " " + reasons + " " + row.getAs("raw");
        }
        boolean isAction = row.schema().fieldNames()[3].equals("action_time");
        return isAction
                ? row.get(0) + " customer " + row.get(1) + " item " + row.get(2) + " at "
                        + IsoTime.instant(row.getLong(3)) + " type " + row.get(4)
                : row.get(0) + " ranking " + row.get(1) + " customer " + row.get(2) + " pos " + row.get(3) + " item "
                        + row.get(4) + " label " + row.get(5);
    }
}
