package dev.backstory.spark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.Table;
import dev.backstory.testsupport.Seeds;
import dev.backstory.testsupport.SparkForTests;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of the tables, against plain sorts of plain values. */
class KeySortedRowsTest {
    private static final long REJECTED = 1L << 32;

    /** So small that three rows of one key are too many, and so large that none are. */
    private static final long FEW = 100;

    private static final long MANY = 1 << 20;

    private static final StructType FRONT = new StructType()
            .add("__key", DataTypes.LongType)
            .add("__source", DataTypes.IntegerType)
            .add("raw", DataTypes.StringType)
            .add("reasons", DataTypes.createArrayType(DataTypes.StringType));

    private static final StructType ACTIONS = FRONT.add("customer_id", DataTypes.LongType)
            .add("item_id", DataTypes.LongType)
            .add("action_time", DataTypes.LongType)
            .add("action_type", DataTypes.IntegerType);

    private static final StructType IMPRESSIONS = FRONT.add("ranking_id", DataTypes.StringType)
            .add("customer_id", DataTypes.LongType)
            .add("impression_pos", DataTypes.IntegerType)
            .add("impression_item_id", DataTypes.LongType)
            .add("label", DataTypes.IntegerType);

    private static final String SPILL_AFTER = "spark.shuffle.spill.numElementsForceSpillThreshold";

    private final Random random = new Random(Seeds.or(17));
    private final LongAccumulator spilled =
            SparkForTests.session().sparkContext().longAccumulator();

    @ParameterizedTest
    @ValueSource(longs = {FEW, MANY})
    void actionsOfACustomerAreNewestFirst(long groupBytes) {
        List<Row> rows = actions();
        // Keys may be shared by customers: hashes collide.
        Comparator<Row> expected = Comparator.<Row>comparingLong(row -> row.getLong(0))
                .thenComparingLong(row -> row.getLong(4))
                .thenComparing(
                        Comparator.<Row>comparingLong(row -> row.getLong(6)).reversed())
                .thenComparing(
                        Comparator.<Row>comparingInt(row -> row.getInt(7)).reversed())
                .thenComparing(
                        Comparator.<Row>comparingLong(row -> row.getLong(5)).reversed());

        assertThat(ordered(Table.ACTIONS, ACTIONS, rows, groupBytes, 0, 4, 5, 6, 7))
                .isEqualTo(texts(rows, expected, 0, 4, 5, 6, 7));
    }

    @ParameterizedTest
    @ValueSource(longs = {FEW, MANY})
    void impressionsOfACustomerAreInTheOrderOfTheirRankingsNullsFirst(long groupBytes) {
        String[] rankings = {null, "", "a", "b", "\u00e4", "\ud83d\ude00", "\uffee"};
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            rows.add(RowFactory.create(
                    key(),
                    random.nextInt(3),
                    null,
                    null,
                    rankings[random.nextInt(rankings.length)],
                    number(3) - 1,
                    random.nextInt(3),
                    number(2),
                    random.nextBoolean() ? null : random.nextInt(2)));
        }
        Comparator<Row> expected = Comparator.<Row>comparingLong(row -> row.getLong(0))
                .thenComparingLong(row -> row.getLong(5))
                .thenComparing(row -> codePoints(row.getString(4)))
                .thenComparingInt(row -> row.getInt(6))
                .thenComparingLong(row -> row.getLong(7))
                .thenComparing(row -> row.<Integer>getAs(8), Comparator.nullsFirst(Comparator.naturalOrder()));

        assertThat(ordered(Table.IMPRESSIONS, IMPRESSIONS, rows, groupBytes, 0, 5, 6, 7, 8))
                .isEqualTo(texts(rows, expected, 0, 5, 6, 7, 8));
    }

    @ParameterizedTest
    @ValueSource(longs = {FEW, MANY})
    void rejectedRowsAreInTheOrderOfWhatTheyWere(long groupBytes) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            List<String> reasons = random.nextBoolean() ? List.of("b") : List.of("b", "a" + number(2));
            rows.add(RowFactory.create(
                    REJECTED + number(3),
                    random.nextInt(3),
                    "raw" + number(4),
                    scala.collection.JavaConverters.asScalaBuffer(reasons),
                    null,
                    null,
                    null,
                    1));
        }
        Comparator<Row> expected = Comparator.<Row>comparingLong(row -> row.getLong(0))
                .thenComparing(row -> row.getString(2))
                .thenComparingInt(row -> row.getInt(1))
                .thenComparing(row -> String.join(",", row.<String>getList(3)));

        assertThat(ordered(Table.ACTIONS, ACTIONS, rows, groupBytes, 0, 2, 1, 3))
                .isEqualTo(texts(rows, expected, 0, 2, 1, 3));
    }

    @ParameterizedTest
    @ValueSource(longs = {FEW, MANY})
    void rowsThatHadToBeSpilledComeInTheSameOrder(long groupBytes) {
        List<Row> rows = actions();
        List<String> expected = ordered(Table.ACTIONS, ACTIONS, rows, groupBytes, 0, 4, 5, 6, 7);

        SparkEnv.get().conf().set(SPILL_AFTER, "50");
        try {
            assertThat(ordered(Table.ACTIONS, ACTIONS, rows, groupBytes, 0, 4, 5, 6, 7))
                    .isEqualTo(expected);
            assertThat(spilled.value()).isPositive();
        } finally {
            SparkEnv.get().conf().remove(SPILL_AFTER);
        }
    }

    @Test
    void noRowsAreNoRows() {
        assertThat(ordered(Table.ACTIONS, ACTIONS, List.of(), MANY, 0)).isEmpty();
    }

    private List<Row> actions() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            rows.add(RowFactory.create(
                    key(), random.nextInt(3), null, null, number(3) - 1, number(9), number(5) - 2, random.nextInt(3)));
        }
        return rows;
    }

    /** One key of very many rows, and several hundred of one, two or three. */
    private long key() {
        return random.nextInt(10) < 4 ? 500 : number(1_000);
    }

    private long number(int bound) {
        return random.nextInt(bound);
    }

    /** As long as UTF-8 sorts them, which is by code points; missing ones come first. */
    private static String codePoints(String text) {
        StringBuilder sortable = new StringBuilder();
        if (text != null) {
            sortable.append('+');
            text.codePoints().forEach(point -> sortable.append(String.format("%08x", point)));
        }
        return sortable.toString();
    }

    private static List<String> texts(List<Row> rows, Comparator<Row> order, int... columns) {
        return rows.stream().sorted(order).map(row -> text(row, columns)).toList();
    }

    private static String text(Row row, int... columns) {
        StringBuilder text = new StringBuilder();
        for (int column : columns) {
            text.append(value(row.get(column))).append(' ');
        }
        return text.toString();
    }

    private static Object value(Object value) {
        return value instanceof scala.collection.Seq<?> texts ? texts.mkString(",") : value;
    }

    private List<String> ordered(Table table, StructType schema, List<Row> rows, long groupBytes, int... columns) {
        StagedTable order = StagedTable.of(table);
        LongAccumulator bytes = spilled;
        return SparkForTests.session()
                .createDataFrame(rows, schema)
                .repartition(1)
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(part -> {
                    List<String> texts = new ArrayList<>();
                    new KeySortedRows(part, schema, order, groupBytes)
                            .forEachRemaining(row -> texts.add(text(row, schema, columns)));
                    bytes.add(TaskContext.get().taskMetrics().diskBytesSpilled());
                    return texts.iterator();
                })
                .collect();
    }

    private static String text(InternalRow row, StructType schema, int... columns) {
        StringBuilder text = new StringBuilder();
        for (int column : columns) {
            Object value = row.get(column, schema.apply(column).dataType());
            text.append(value instanceof ArrayData texts ? String.join(",", strings(texts)) : value)
                    .append(' ');
        }
        return text.toString();
    }

    private static List<String> strings(ArrayData texts) {
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < texts.numElements(); i++) {
            strings.add(texts.getUTF8String(i).toString());
        }
        return strings;
    }
}
