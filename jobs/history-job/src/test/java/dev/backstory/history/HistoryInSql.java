package dev.backstory.history;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The contract's rules as one plain SQL query: the second opinion on the whole step. */
@SuppressWarnings("InlineFormatString") // The query is easier to read by itself.
final class HistoryInSql {
    /** Both arrays of {@code histories}, also where they are empty, which concat_ws would leave out. */
    static final String LISTS = list("actions") + ", " + list("action_types");

    private static final String HISTORIES = """
            with wanted as (
              select distinct dt, customer from shown
            ), ranked as (
              select w.dt, w.customer, a.item, a.type, a.micros,
                row_number() over (
                  partition by w.dt, w.customer order by a.micros desc, a.type desc, a.item desc) as place
              from wanted w join done a on a.customer = w.customer
              where a.dt < w.dt
                and a.dt >= cast(cast(w.dt as date) - interval '%1$s' day as string)
                and a.micros < unix_micros(make_timestamp(
                  year(cast(w.dt as date)), month(cast(w.dt as date)), day(cast(w.dt as date)), 0, 0, 0, '%2$s'))
            ), histories as (
              select dt, customer, max(micros) as newest,
                sort_array(collect_list(struct(place, item, type))) as slots
              from ranked where place <= %3$d group by dt, customer
            )
            """;

    private static final String ROWS = """
            select concat_ws('|', s.dt, nvl(ranking, 'null'), s.customer, position, s.item, nvl(label, 'null'),
              concat(nvl(slots.item, array()), array_repeat(0L, %3$d - if(slots is null, 0, size(slots)))),
              concat(nvl(slots.type, array()), array_repeat(0, %3$d - if(slots is null, 0, size(slots)))),
              if(slots is null, 0, size(slots)), nvl(newest, 'null'))
            from shown s left join histories h on h.dt = s.dt and h.customer = s.customer
            """;

    private static final String ONCE = "select concat_ws('|', w.dt, w.customer, " + list("nvl(slots.item, array())")
            + ", " + list("nvl(slots.type, array())")
            + ") from wanted w left join histories h on h.dt = w.dt and h.customer = w.customer";

    private final SparkSession spark;

    HistoryInSql(
            SparkSession spark,
            Map<LocalDate, List<TestLake.Action>> actions,
            Map<LocalDate, List<TestLake.Impression>> impressions) {
        this.spark = spark;
        List<Row> done = new ArrayList<>();
        actions.forEach((dt, rows) -> rows.forEach(row ->
                done.add(RowFactory.create(dt.toString(), row.customer(), row.item(), row.micros(), row.type()))));
        table(
                done,
                new StructType()
                        .add("dt", DataTypes.StringType)
                        .add("customer", DataTypes.LongType)
                        .add("item", DataTypes.LongType)
                        .add("micros", DataTypes.LongType)
                        .add("type", DataTypes.IntegerType),
                "done");
        List<Row> shown = new ArrayList<>();
        impressions.forEach((dt, rows) -> rows.forEach(row -> shown.add(RowFactory.create(
                dt.toString(), row.ranking(), row.customer(), row.position(), row.item(), row.label()))));
        table(
                shown,
                new StructType()
                        .add("dt", DataTypes.StringType)
                        .add("ranking", DataTypes.StringType)
                        .add("customer", DataTypes.LongType)
                        .add("position", DataTypes.IntegerType)
                        .add("item", DataTypes.LongType)
                        .add("label", DataTypes.IntegerType),
                "shown");
    }

    private void table(List<Row> rows, StructType schema, String name) {
        Dataset<Row> table = spark.createDataFrame(rows, schema);
        table.createOrReplaceTempView(name);
    }

    /** The rows of all days: the day, then the columns. */
    List<String> rows(int lookbackDays, String zone, int length) {
        return texts(HISTORIES + ROWS, lookbackDays, zone, length);
    }

    /** The histories of all days, once for each customer with an impression: the day, then the columns. */
    List<String> histories(int lookbackDays, String zone, int length) {
        return texts(HISTORIES + ONCE, lookbackDays, zone, length);
    }

    private static String list(String array) {
        return "concat('[', concat_ws(', ', cast(" + array + " as array<string>)), ']')";
    }

    private List<String> texts(String query, int lookbackDays, String zone, int length) {
        return spark.sql(String.format(query, lookbackDays, zone, length)).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
