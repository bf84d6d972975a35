package dev.backstory.spark.source;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.key.Secret;
import dev.backstory.core.contract.ActionType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.spark.sql.SparkSession;

/**
 * A small table of raw rows that can be written in every format. Cells are text: {@code -} is null. A column is {@code name
 * type}, of the types string, bigint, int and timestamp (without zone).
 */
record RawTable(List<String> columns, List<List<String>> rows) {

    static RawTable of(String columns, String... rows) {
        return new RawTable(
                Arrays.stream(columns.split(",", -1)).map(String::strip).toList(),
                Arrays.stream(rows)
                        .map(row -> Arrays.stream(row.split("\\|", -1))
                                .map(String::strip)
                                .toList())
                        .toList());
    }

    RawTable withRows(List<List<String>> others) {
        return new RawTable(columns, others);
    }

    /** Writes the table under a folder (or into the database) and gives the source that reads it. */
    Source write(SparkSession spark, Format format, Path dir, Map<String, String> mapping) throws IOException {
        switch (format) {
            case PARQUET -> parquet(spark, dir);
            case ORC -> orc(dir);
            case JSON -> lines(dir, "rows.json", rows.stream().map(this::json).toList());
            case CSV -> {
                List<String> lines = new ArrayList<>(List.of(String.join(",", names())));
                rows.forEach(row -> lines.add(csv(row)));
                lines(dir, "rows.csv", lines);
            }
            case JDBC -> {
                String table = "t" + UUID.randomUUID().toString().replace("-", "");
                Postgres.execute("create table " + table + " ("
                        + String.join(",", columns).replace(" string", " text") + ")");
                rows.forEach(row -> Postgres.execute("insert into " + table + " values (" + sql(row) + ")"));
                return Source.jdbc(Secret.of(Postgres.url()), table, mapping);
            }
            default -> throw new IllegalArgumentException("No test writes " + format);
        }
        return Source.files(format, dir.toString(), mapping);
    }

    private List<String> names() {
        return columns.stream().map(column -> column.split(" ", 2)[0]).toList();
    }

    private String type(int column) {
        return columns.get(column).split(" ", 2)[1];
    }

    private void parquet(SparkSession spark, Path dir) {
        StringBuilder query = new StringBuilder();
        for (List<String> row : rows) {
            query.append(query.isEmpty() ? "select " : " union all select ");
            for (int i = 0; i < row.size(); i++) {
                String type = type(i).equals("timestamp") ? "timestamp_ntz" : type(i);
                query.append(i == 0 ? "cast(" : ", cast(")
                        .append(row.get(i).equals("-") ? "null" : "'" + row.get(i) + "'")
                        .append(" as ")
                        .append(type)
                        .append(") as ")
                        .append(names().get(i));
            }
        }
        spark.sql(query.toString()).coalesce(1).write().mode("append").parquet(dir.toString());
    }

    private void orc(Path dir) throws IOException {
        TypeDescription schema = TypeDescription.createStruct();
        for (int i = 0; i < columns.size(); i++) {
            schema.addField(names().get(i), TypeDescription.fromString(type(i)));
        }
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(
                dir.resolve(UUID.randomUUID() + ".orc").toString());
        try (Writer writer = OrcFile.createWriter(
                file,
                OrcFile.writerOptions(new Configuration()).setSchema(schema).useUTCTimestamp(true))) {
            VectorizedRowBatch batch = schema.createRowBatch();
            for (List<String> row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    set(batch.cols[i], batch.size, row.get(i));
                }
                batch.size++;
            }
            writer.addRowBatch(batch);
        }
    }

    private static void set(ColumnVector column, int at, String cell) {
        if (cell.equals("-")) {
            column.noNulls = false;
            column.isNull[at] = true;
        } else if (column instanceof LongColumnVector numbers) {
            numbers.vector[at] = Long.parseLong(cell);
        } else if (column instanceof BytesColumnVector texts) {
            texts.setVal(at, cell.getBytes(StandardCharsets.UTF_8));
        } else {
            TimestampColumnVector times = (TimestampColumnVector) column;
            java.time.LocalDateTime wall = java.time.LocalDateTime.parse(cell);
            times.time[at] = wall.toInstant(java.time.ZoneOffset.UTC).toEpochMilli();
            times.nanos[at] = wall.get(java.time.temporal.ChronoField.NANO_OF_SECOND);
        }
    }

    private static void lines(Path dir, String name, List<String> lines) throws IOException {
        Files.createDirectories(dir);
        Files.writeString(dir.resolve(name), String.join("\n", lines) + "\n");
    }

    private String json(List<String> row) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            boolean bare = type(i).endsWith("int") || cell.startsWith("[");
            members.add("\"" + names().get(i) + "\":" + (cell.equals("-") ? "null" : bare ? cell : "\"" + cell + "\""));
        }
        return "{" + String.join(",", members) + "}";
    }

    private static String csv(List<String> row) {
        return row.stream()
                .map(cell -> cell.equals("-") ? "" : "\"" + cell.replace("\"", "\"\"") + "\"")
                .collect(Collectors.joining(","));
    }

    private static String sql(List<String> row) {
        return row.stream()
                .map(cell -> cell.equals("-") ? "null" : "'" + cell + "'")
                .collect(Collectors.joining(","));
    }

    static Map<String, String> mapping(ActionType type) {
        return switch (type.id()) {
            case "click" ->
                Map.of("dt", "dt", "customer_id", "customer_id", "item_id", "item_id", "action_time", "click_time");
            case "cart" ->
                Map.of("dt", "dt", "customer_id", "customer_id", "item_id", "config_id", "action_time", "occurred_at");
            default ->
                Map.of(
                        "dt",
                        "order_date",
                        "customer_id",
                        "customer_id",
                        "item_id",
                        "config_id",
                        "action_time",
                        "occurred_at");
        };
    }
}
