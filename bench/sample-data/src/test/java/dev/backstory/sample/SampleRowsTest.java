package dev.backstory.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Spark reads back from the files. */
class SampleRowsTest {
    private static final String ACTIONS = "customer_id bigint, %s bigint, %s %s";
    private static final String IMPRESSIONS =
            "ranking_id string, customer_id bigint, impressions array<struct<item_id:bigint,is_order:boolean>>";

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    Path temp;

    private final SparkSession spark = SparkForTests.session();

    /** Days around the change to summer time in Berlin. */
    private static SampleOptions.Builder options() {
        return SampleOptions.builder()
                .customers(40)
                .firstDay(LocalDate.of(2025, 3, 28))
                .historyDays(2)
                .impressionDays(2)
                .rankings(0.5, 3)
                .zone(BERLIN);
    }

    private SampleCounts write(SampleOptions options) throws IOException {
        return SampleData.write(
                spark,
                options,
                temp.resolve(options.format(SampleSource.CLICKS).toString()).toString());
    }

    private Dataset<Row> read(SampleFormat format, SampleSource source, String schema) {
        return spark.read()
                .schema(schema + ", dt string")
                .option("header", "true")
                .option("escape", "\"")
                .format(format.toString())
                .load(temp.resolve(format.toString()).resolve(source.toString()).toString());
    }

    private record Click(String dt, long customer, long item, Instant time) {}

    private Dataset<Row> clicks(SampleFormat format) {
        return read(format, SampleSource.CLICKS, ACTIONS.formatted("item_id", "click_time", "timestamp"));
    }

    @ParameterizedTest
    @EnumSource(SampleFormat.class)
    void everyFormatHoldsTheSameClicks(SampleFormat format) throws IOException {
        write(options().format(SampleFormat.PARQUET).build());
        if (format != SampleFormat.PARQUET) {
            write(options().format(format).build());
        }

        List<Click> expected = sorted(clicks(SampleFormat.PARQUET), Timestamp::toInstant);
        // What ORC holds is a wall clock of the configured zone, which Spark takes for one of the JVM's.
        Function<Timestamp, Instant> instant = format == SampleFormat.ORC
                ? time -> time.toLocalDateTime().atZone(BERLIN).toInstant()
                : Timestamp::toInstant;
        assertThat(sorted(clicks(format), instant)).isEqualTo(expected).hasSizeGreaterThan(300);
    }

    @ParameterizedTest
    @EnumSource(value = SampleFormat.class, names = "CSV", mode = EnumSource.Mode.EXCLUDE)
    void everyNestedFormatHoldsTheSameImpressions(SampleFormat format) throws IOException {
        SampleCounts counts = write(options().format(format).build());

        Dataset<Row> impressions = read(format, SampleSource.IMPRESSIONS, IMPRESSIONS);

        assertThat(impressions.count()).isEqualTo(counts.impressions());
        assertThat(impressions
                        .selectExpr("explode(impressions) as item")
                        .where("item.item_id > 0")
                        .count())
                .isEqualTo(counts.items());
        assertThat(impressions.select("ranking_id").distinct().count()).isEqualTo(counts.impressions());
    }

    @Test
    void csvHoldsTheItemsOfAnImpressionAsJsonText() throws IOException {
        SampleCounts counts = write(options().format(SampleFormat.CSV).build());

        Dataset<Row> impressions = read(
                        SampleFormat.CSV,
                        SampleSource.IMPRESSIONS,
                        "ranking_id string, customer_id bigint, impressions string")
                .selectExpr("from_json(impressions, 'array<struct<item_id:bigint,is_order:boolean>>') as items");

        assertThat(impressions
                        .selectExpr("explode(items) as item")
                        .where("item.item_id > 0")
                        .count())
                .isEqualTo(counts.items());
    }

    @Test
    void timesLieInTheirLocalDay() throws IOException {
        write(options().build());

        Dataset<Row> outside = clicks(SampleFormat.PARQUET)
                .where("to_date(from_utc_timestamp(to_utc_timestamp(click_time, current_timezone()), 'Europe/Berlin'))"
                        + " <> to_date(dt)");

        assertThat(outside.count()).isZero();
        Instant first = clicks(SampleFormat.PARQUET)
                .selectExpr("min(click_time)")
                .first()
                .getTimestamp(0)
                .toInstant();
        assertThat(first).isAfterOrEqualTo("2025-03-27T23:00:00Z");
    }

    @Test
    void aHotCustomerHasItsActionsToTheRowAndChangesNobodyElse() throws IOException {
        SampleOptions without = options().build();
        write(without);
        List<Click> others = sorted(clicks(SampleFormat.PARQUET).where("customer_id > 1"), Timestamp::toInstant);
        Path hotFolder = temp.resolve("hot");
        SampleData.write(
                spark,
                options().hotCustomers(1, 1001).badShare(0).build(),
                hotFolder.resolve("parquet").toString());

        Dataset<Row> hotClicks =
                spark.read().parquet(hotFolder.resolve("parquet/clicks").toString());
        long hot = hotClicks.where("customer_id = 1").count()
                + spark.read()
                        .parquet(hotFolder.resolve("parquet/carts").toString())
                        .where("customer_id = 1")
                        .count()
                + spark.read()
                        .parquet(hotFolder.resolve("parquet/orders").toString())
                        .where("customer_id = 1")
                        .count();
        assertThat(hot).isEqualTo(1001);
        assertThat(sorted(hotClicks.where("customer_id > 1"), Timestamp::toInstant))
                .isEqualTo(others);
        assertThat(spark.read()
                        .parquet(hotFolder.resolve("parquet/impressions").toString())
                        .where("customer_id = 1")
                        .select("dt")
                        .distinct()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void theBadShareIsBadAndEveryKindOfFaultIsThere() throws IOException {
        SampleOptions options =
                options().customers(400).badShare(0.1).format(SampleFormat.JSON).build();
        SampleCounts counts = write(options);

        String untyped = "customer_id string, item_id string, click_time string";
        Dataset<Row> clicks = read(SampleFormat.JSON, SampleSource.CLICKS, untyped);
        assertThat((double) counts.rejectedActions() / counts.actions()).isCloseTo(0.08, within(0.01));
        for (String fault : List.of(
                "customer_id is null",
                "customer_id = 'unknown'",
                "item_id is null",
                "item_id = '0'",
                "item_id = '-1'",
                "item_id = 'n/a'",
                "click_time is null",
                "click_time = 'yesterday'",
                "click_time < '2024'",
                "left(click_time, 10) > dt")) {
            assertThat(clicks.where(fault).count()).as(fault).isPositive();
        }
        assertThat(clicks.where(
                                "try_cast(customer_id as bigint) is null or coalesce(try_cast(item_id as bigint), 0) <= 0"
                                        + " or try_cast(click_time as timestamp) is null")
                        .count())
                .isBetween(1L, counts.rejectedActions());
        assertThat(read(SampleFormat.JSON, SampleSource.ORDERS, "occurred_at string")
                        .where("occurred_at is null")
                        .count())
                .isPositive();
        assertThat(counts.rejectedImpressions()).isPositive();
    }

    @Test
    void aSignalIsInTheActionsAndInTheLabels() throws IOException {
        SampleOptions options =
                options().customers(400).actionsPerCustomerDay(8).signal(0.5).build();
        write(options);

        Dataset<Row> shown = read(SampleFormat.PARQUET, SampleSource.IMPRESSIONS, IMPRESSIONS)
                .selectExpr("dt", "customer_id", "explode(impressions) as item")
                .selectExpr("dt", "customer_id", "item.item_id", "item.is_order");
        Predicate<Row> liked = row ->
                new Taste(options, (int) row.getLong(1), LocalDate.parse(row.getString(0))).likes(row.getLong(2));
        List<Row> items = shown.collectAsList();
        // A third of what is shown, and one in twenty of the rest: 0.3 + 0.7 / 20.
        assertThat(share(items, liked)).isCloseTo(0.335, within(0.05));
        assertThat(share(items.stream().filter(liked).toList(), row -> row.getBoolean(3)))
                .isCloseTo(0.15, within(0.05));
        assertThat(share(items.stream().filter(liked.negate()).toList(), row -> row.getBoolean(3)))
                .isCloseTo(0.01, within(0.01));
        List<Row> clicks = clicks(SampleFormat.PARQUET)
                .select("dt", "customer_id", "item_id")
                .collectAsList();
        // Half of the actions, and one in twenty of the rest.
        assertThat(share(clicks, liked)).isCloseTo(0.525, within(0.02));
        Dataset<Row> orders = read(SampleFormat.PARQUET, SampleSource.ORDERS, "customer_id bigint, config_id bigint");
        assertThat(shown.where("is_order")
                        .join(
                                orders.selectExpr("customer_id", "config_id as item_id")
                                        .distinct(),
                                new String[] {"customer_id", "item_id"})
                        .count())
                .isEqualTo(shown.where("is_order").count())
                .isPositive();
    }

    private static double share(List<Row> rows, Predicate<Row> what) {
        return (double) rows.stream().filter(what).count() / rows.size();
    }

    private static List<Click> sorted(Dataset<Row> rows, Function<Timestamp, Instant> instant) {
        return rows.select("dt", "customer_id", "item_id", "click_time").collectAsList().stream()
                .map(row ->
                        new Click(row.getString(0), row.getLong(1), row.getLong(2), instant.apply(row.getTimestamp(3))))
                .sorted(Comparator.comparing(Click::time)
                        .thenComparing(Click::customer)
                        .thenComparing(Click::item))
                .toList();
    }
}
