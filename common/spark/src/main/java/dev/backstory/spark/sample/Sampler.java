package dev.backstory.spark.sample;

import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.input.DayFrom;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.ActionTypes;
import dev.backstory.spark.ingest.RejectionTally;
import dev.backstory.spark.source.FirstRows;
import dev.backstory.spark.source.SourceReader;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads the first rows of sources as a step would, and tells what becomes of them. */
public final class Sampler {
    private static final int SHOWN = 3;
    private static final int LONGEST_RAW = 400;
    private static final long MICROS_OF_AN_HOUR = 3_600_000_000L;

    private final SourceReader reader;
    private final ZoneId zone;
    private final ActionTypes types;

    public Sampler(SparkSession spark, PipelineConfig config) {
        this.reader = new SourceReader(spark, config);
        this.zone = config.timezone();
        this.types = config.actionTypes();
    }

    /** @param name of the source in the config */
    public SourceSample of(String name, Source source, int count) {
        FirstRows first = reader.first(name, source, count);
        boolean areImpressions = name.equals("impressions");
        List<SampledRow> shown = new ArrayList<>();
        Map<String, RejectedFor> reasons = new LinkedHashMap<>();
        Map<LocalDate, Long> days = new TreeMap<>();
        Map<Long, Long> hours = new TreeMap<>();
        long kept = 0;
        long rejected = 0;
        long empty = 0;
        long other = 0;
        for (Row row : first.rows().rows().collectAsList()) {
            List<String> why = row.getList(row.fieldIndex("reasons"));
            if (!why.isEmpty()) {
                rejected++;
                why.forEach(reason -> reject(reasons, reason, row.getAs("raw")));
                continue;
            }
            if (areImpressions && row.isNullAt(row.fieldIndex("impression_pos"))) {
                empty++;
                continue;
            }
            kept++;
            days.merge(day(row), 1L, Long::sum);
            if (!areImpressions && source.dt() == DayFrom.COLUMN) {
                hours.merge(hour(row), 1L, Long::sum);
                other += isOnOtherDay(row) ? 1 : 0;
            }
            if (shown.size() < SHOWN) {
                shown.add(areImpressions ? impression(row) : action(row));
            }
        }
        List<RejectedFor> sorted = new ArrayList<>(reasons.values());
        sorted.sort(Comparator.comparingLong(RejectedFor::rows).reversed());
        long filtered = first.rows().recount().filtered();
        return new SourceSample(
                name, first.count(), kept, rejected, filtered, empty, shown, sorted, days, other, hours);
    }

    private static void reject(Map<String, RejectedFor> reasons, String reason, String raw) {
        String group = RejectionTally.withoutValues(reason);
        RejectedFor known = reasons.get(group);
        reasons.put(
                group,
                known == null ? new RejectedFor(group, 1, new RejectedFor.Example(reason, cut(raw))) : known.plusOne());
    }

    private static String cut(String raw) {
        return raw.codePointCount(0, raw.length()) <= LONGEST_RAW
                ? raw
                : raw.substring(0, raw.offsetByCodePoints(0, LONGEST_RAW)) + "…";
    }

    private static LocalDate day(Row row) {
        Object day = row.getAs("dt");
        return day instanceof LocalDate date ? date : ((java.sql.Date) day).toLocalDate();
    }

    private boolean isOnOtherDay(Row row) {
        LocalDate ofTime =
                IsoTime.instant(row.getAs("action_time")).atZone(zone).toLocalDate();
        return !ofTime.equals(day(row));
    }

    private static long hour(Row row) {
        long micros = row.getAs("action_time");
        long start = IsoTime.dayStartMicros(day(row), ZoneOffset.UTC);
        return Math.floorDiv(micros - start, MICROS_OF_AN_HOUR);
    }

    private SampledRow action(Row row) {
        return new SampledRow(
                List.of("dt", "customer_id", "item_id", "action_time", "type"),
                List.of(
                        day(row).toString(),
                        text(row.getAs("customer_id")),
                        text(row.getAs("item_id")),
                        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                                IsoTime.instant(row.getAs("action_time")).atZone(zone)),
                        types.name(row.getAs("action_type"))));
    }

    private static SampledRow impression(Row row) {
        List<String> names = List.of("ranking_id", "customer_id", "impression_pos", "impression_item_id", "label");
        List<String> all = new ArrayList<>(List.of("dt"));
        List<String> cells = new ArrayList<>(List.of(day(row).toString()));
        for (String name : names) {
            all.add(name);
            cells.add(text(row.getAs(name)));
        }
        return new SampledRow(all, cells);
    }

    private static String text(Object value) {
        return Objects.toString(value);
    }
}
