package dev.backstory.spark.odd;

import dev.backstory.spark.odd.OddRow.Defect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.Decimal64ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DecimalColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.hadoop.hive.serde2.io.HiveDecimalWritable;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;

/** Rows as ORC, in columns of any type that may hold them, beside columns of types that nobody asked for. */
final class OddOrc {
    private static final List<CompressionKind> KINDS = List.of(CompressionKind.values());

    private final OddTable table;
    private final Random random;
    private final OddText text;

    /** A column, and what a row has there: a Long, a String, an Instant, the row itself for items, or null. */
    private record Column(String name, String type, Function<OddRow, Object> cell) {}

    OddOrc(OddTable table, Random random) {
        this.table = table;
        this.random = random;
        this.text = new OddText(table, random);
    }

    byte[] of(List<OddRow> rows, Path temporary) throws IOException {
        List<Column> columns = new ArrayList<>(List.of(
                day(),
                id(table.customer(), row -> row.defect() == Defect.NULL_CUSTOMER ? null : row.customer()),
                new Column("note", "string", OddRow::mark)));
        columns.add(table == OddTable.IMPRESSIONS ? impressions() : id(table.item(), row -> row.itemPutIn(0)));
        columns.add(
                table == OddTable.IMPRESSIONS
                        ? new Column(name(table.last()), any("string", "binary"), OddRow::ranking)
                        : time());
        Collections.shuffle(columns, random);
        for (String type : List.of(
                "map<string,int>",
                "uniontype<int,string>",
                "array<array<int>>",
                "struct<a:int>",
                "double",
                "char(3)")) {
            if (random.nextInt(3) == 0) {
                columns.add(new Column("more_" + columns.size(), type, row -> null));
            }
        }
        TypeDescription schema = TypeDescription.createStruct();
        columns.forEach(column -> schema.addField(column.name(), TypeDescription.fromString(column.type())));
        Path file = temporary.resolve("rows.orc");
        Files.deleteIfExists(file);
        OrcFile.WriterOptions options = OrcFile.writerOptions(new Configuration())
                .setSchema(schema)
                .compress(KINDS.get(random.nextInt(KINDS.size())))
                .useUTCTimestamp(true)
                .overwrite(true);
        try (Writer writer = OrcFile.createWriter(new org.apache.hadoop.fs.Path(file.toString()), options)) {
            VectorizedRowBatch batch = schema.createRowBatch();
            for (OddRow row : rows) {
                for (int i = 0; i < columns.size(); i++) {
                    set(batch.cols[i], batch.size, columns.get(i).cell().apply(row));
                }
                batch.size++;
            }
            writer.addRowBatch(batch);
        }
        return Files.readAllBytes(file);
    }

    private Column day() {
        return random.nextBoolean()
                ? new Column(
                        name(table.day()),
                        "date",
                        row -> row.defect() == Defect.BAD_DAY ? null : row.day().toEpochDay())
                : new Column(
                        name(table.day()),
                        any("string", "varchar(20)", "binary"),
                        row -> row.defect() == Defect.BAD_DAY
                                ? "soon"
                                : row.day().toString());
    }

    private Column id(String name, Function<OddRow, Long> value) {
        String type = any("bigint", "int", "string", "decimal(18,0)", "decimal(30,0)", "binary");
        boolean isText = type.equals("string") || type.equals("binary");
        return new Column(name(name), type, row -> {
            Long id = value.apply(row);
            return id == null || !isText ? id : Long.toString(id);
        });
    }

    private Column time() {
        String name = name(table.last());
        return switch (random.nextInt(3)) {
            case 0 ->
                new Column(
                        name,
                        "timestamp",
                        row -> row.defect() == Defect.BAD_TIME
                                ? null
                                : row.wallClock().toInstant(ZoneOffset.UTC));
            case 1 ->
                new Column(
                        name,
                        "timestamp with local time zone",
                        row -> row.defect() == Defect.BAD_TIME ? null : row.time());
            default ->
                new Column(name, "string", row -> row.defect() == Defect.BAD_TIME ? "yesterday" : text.timeText(row));
        };
    }

    private Column impressions() {
        String name = name(table.item());
        return random.nextInt(3) == 0
                ? new Column(name, "string", text::items)
                : new Column(
                        name,
                        "array<struct<more:map<string,int>,item_id:" + any("bigint", "int") + ",is_order:"
                                + any("boolean", "tinyint", "int") + ">>",
                        row -> row);
    }

    private static void set(ColumnVector column, int at, Object cell) {
        if (cell == null) {
            column.noNulls = false;
            column.isNull[at] = true;
            return;
        }
        column.isNull[at] = false;
        if (column instanceof BytesColumnVector bytes) {
            bytes.setVal(at, ((String) cell).getBytes(StandardCharsets.UTF_8));
        } else if (column instanceof Decimal64ColumnVector decimals) {
            decimals.vector[at] = (Long) cell;
        } else if (column instanceof LongColumnVector numbers) {
            numbers.vector[at] = (Long) cell;
        } else if (column instanceof DecimalColumnVector decimals) {
            decimals.vector[at] = new HiveDecimalWritable((Long) cell);
        } else if (column instanceof TimestampColumnVector times) {
            times.set(at, Timestamp.from((Instant) cell));
        } else {
            setItems((ListColumnVector) column, at, (OddRow) cell);
        }
    }

    private static void setItems(ListColumnVector list, int at, OddRow row) {
        StructColumnVector structs = (StructColumnVector) list.child;
        list.offsets[at] = list.childCount;
        list.lengths[at] = row.items().size();
        list.childCount += row.items().size();
        structs.ensureSize(list.childCount, true);
        for (int i = 0; i < row.items().size(); i++) {
            int place = (int) list.offsets[at] + i;
            set(structs.fields[0], place, null);
            set(structs.fields[1], place, row.itemPutIn(i));
            Integer label = row.label(i);
            set(structs.fields[2], place, label == null ? null : (Object) (long) label);
        }
    }

    private String name(String column) {
        return random.nextInt(6) == 0 ? column.toUpperCase(Locale.ROOT) : column;
    }

    private String any(String... some) {
        return some[random.nextInt(some.length)];
    }
}
