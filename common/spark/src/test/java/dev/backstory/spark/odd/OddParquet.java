package dev.backstory.spark.odd;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.listType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.uuidType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT96;
import static org.apache.parquet.schema.Types.optional;
import static org.apache.parquet.schema.Types.optionalGroup;
import static org.apache.parquet.schema.Types.repeatedGroup;

import dev.backstory.spark.odd.OddRow.Defect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.JulianFields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Rows as Parquet, in columns of any type that may hold them, beside columns of types that nobody asked for. */
final class OddParquet {
    private static final List<CompressionCodecName> CODECS = List.of(
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.GZIP,
            CompressionCodecName.ZSTD,
            CompressionCodecName.LZ4_RAW);

    private final OddTable table;
    private final Random random;
    private final OddText text;
    private boolean inMillis;

    /** A column, and what puts a row's cell there; a null is not put. */
    private record Column(Type type, BiConsumer<Group, OddRow> cell) {}

    OddParquet(OddTable table, Random random) {
        this.table = table;
        this.random = random;
        this.text = new OddText(table, random);
    }

    byte[] of(List<OddRow> rows, Path temporary) throws IOException {
        List<Column> columns = new ArrayList<>(List.of(day(), customer(), note()));
        columns.add(table == OddTable.IMPRESSIONS ? impressions() : id(table.item(), row -> row.itemPutIn(0)));
        columns.add(table == OddTable.IMPRESSIONS ? ranking() : time());
        Collections.shuffle(columns, random);
        more().stream().filter(column -> random.nextInt(3) == 0).forEach(columns::add);
        MessageType schema =
                new MessageType("rows", columns.stream().map(Column::type).toList());
        SimpleGroupFactory groups = new SimpleGroupFactory(schema);
        Path file = Files.createTempFile(temporary, "rows", ".parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toString()))
                .withConf(new Configuration())
                .withType(schema)
                .withWriteMode(org.apache.parquet.hadoop.ParquetFileWriter.Mode.OVERWRITE)
                .withCompressionCodec(CODECS.get(random.nextInt(CODECS.size())))
                .withDictionaryEncoding(random.nextBoolean())
                .withWriterVersion(random.nextBoolean() ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0)
                .withPageRowCountLimit(1 + random.nextInt(4))
                .build()) {
            for (OddRow row : rows) {
                Group group = groups.newGroup();
                columns.forEach(column -> column.cell().accept(group, row));
                writer.write(group);
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return bytes;
    }

    /** Whether the times that were written have lost what is finer than a millisecond. */
    boolean isInMillis() {
        return inMillis;
    }

    private Column day() {
        if (random.nextBoolean()) {
            return new Column(optional(INT32).as(dateType()).named(name(table.day())), (group, row) -> {
                if (row.defect() != Defect.BAD_DAY) {
                    group.append(key(group, table.day()), (int) row.day().toEpochDay());
                }
            });
        }
        return words(
                table.day(),
                row -> row.defect() == Defect.BAD_DAY ? "soon" : row.day().toString());
    }

    private Column customer() {
        return id(table.customer(), row -> row.defect() == Defect.NULL_CUSTOMER ? null : (Long) row.customer());
    }

    private Column note() {
        return words("note", OddRow::mark);
    }

    private Column ranking() {
        return words(table.last(), OddRow::ranking);
    }

    private Column id(String column, java.util.function.Function<OddRow, Long> value) {
        String name = name(column);
        PrimitiveType type = switch (random.nextInt(6)) {
            case 0 -> optional(INT32).named(name);
            case 1 -> optional(INT64).as(intType(64, false)).named(name);
            case 2 -> optional(INT64).as(decimalType(0, 18)).named(name);
            case 3 -> optional(BINARY).as(stringType()).named(name);
            case 4 -> optional(BINARY).named(name);
            default -> optional(INT64).named(name);
        };
        return new Column(type, (group, row) -> {
            Long id = value.apply(row);
            if (id != null) {
                append(group, name, type, id);
            }
        });
    }

    private static void append(Group group, String name, PrimitiveType type, long id) {
        switch (type.getPrimitiveTypeName()) {
            case INT32 -> group.append(name, (int) id);
            case INT64 -> group.append(name, id);
            default -> group.append(name, Long.toString(id));
        }
    }

    private Column words(String column, java.util.function.Function<OddRow, String> value) {
        String name = name(column);
        boolean marked = column.equals("note") || random.nextInt(4) > 0;
        return new Column(
                marked
                        ? optional(BINARY).as(stringType()).named(name)
                        : optional(BINARY).named(name),
                (group, row) -> {
                    String cell = value.apply(row);
                    if (cell != null) {
                        group.append(name, cell);
                    }
                });
    }

    private Column time() {
        String name = name(table.last());
        boolean instant = random.nextBoolean();
        return switch (random.nextInt(5)) {
            case 0 -> timestamp(name, TimeUnit.MICROS, ChronoUnit.MICROS, instant);
            case 1 -> timestamp(name, TimeUnit.NANOS, ChronoUnit.NANOS, instant);
            case 2 -> {
                inMillis = true;
                yield timestamp(name, TimeUnit.MILLIS, ChronoUnit.MILLIS, instant);
            }
            case 3 ->
                new Column(optional(INT96).named(name), (group, row) -> {
                    if (row.defect() != Defect.BAD_TIME) {
                        var utc = row.time().atZone(ZoneOffset.UTC);
                        group.append(
                                name,
                                new NanoTime(
                                        (int) utc.getLong(JulianFields.JULIAN_DAY),
                                        utc.toLocalTime().toNanoOfDay()));
                    }
                });
            default -> words(table.last(), row -> row.defect() == Defect.BAD_TIME ? "yesterday" : text.timeText(row));
        };
    }

    private static Column timestamp(String name, TimeUnit unit, ChronoUnit count, boolean instant) {
        return new Column(optional(INT64).as(timestampType(instant, unit)).named(name), (group, row) -> {
            if (row.defect() != Defect.BAD_TIME) {
                Instant shown = instant ? row.time() : row.wallClock().toInstant(ZoneOffset.UTC);
                group.append(name, count.between(Instant.EPOCH, shown));
            }
        });
    }

    private Column impressions() {
        String name = name(table.item());
        if (random.nextInt(3) == 0) {
            return words(table.item(), text::items);
        }
        PrimitiveType flag = random.nextBoolean()
                ? optional(BOOLEAN).named("is_order")
                : optional(INT32).named("is_order");
        Type item = optional(INT64).named("item_id");
        Type more = optional(FIXED_LEN_BYTE_ARRAY).length(16).as(uuidType()).named("more");
        boolean threeLevels = random.nextBoolean();
        Type list = threeLevels
                ? optionalGroup()
                        .as(listType())
                        .addField(repeatedGroup()
                                .addField(optionalGroup()
                                        .addFields(item, flag, more)
                                        .named("element"))
                                .named("list"))
                        .named(name)
                : optionalGroup()
                        .as(listType())
                        .addField(repeatedGroup().addFields(item, flag, more).named("array"))
                        .named(name);
        return new Column(list, (group, row) -> {
            Group array = group.addGroup(name);
            for (int i = 0; i < row.items().size(); i++) {
                Group element = threeLevels ? array.addGroup("list").addGroup("element") : array.addGroup("array");
                if (row.itemPutIn(i) != null) {
                    element.append("item_id", (long) row.itemPutIn(i));
                }
                Integer label = row.label(i);
                if (label != null && flag.getPrimitiveTypeName() == BOOLEAN) {
                    element.append("is_order", label == 1);
                } else if (label != null) {
                    element.append("is_order", (int) label);
                }
            }
        });
    }

    /** Of types that nobody can map, or nobody has mapped. */
    private List<Column> more() {
        return List.of(
                new Column(
                        optional(FIXED_LEN_BYTE_ARRAY).length(16).as(uuidType()).named("a_uuid"),
                        (group, row) -> group.append("a_uuid", Binary.fromConstantByteArray(new byte[16]))),
                new Column(
                        optional(INT64).as(timeType(false, TimeUnit.NANOS)).named("a_time"),
                        (group, row) -> group.append("a_time", 1L)),
                new Column(
                        optional(INT64).as(timestampType(true, TimeUnit.MILLIS)).named("far"),
                        (group, row) -> group.append("far", Long.MAX_VALUE)),
                new Column(
                        optional(INT64).as(intType(64, false)).named("large"),
                        (group, row) -> group.append("large", -1L)),
                new Column(optional(DOUBLE).named("nan"), (group, row) -> group.append("nan", Double.NaN)),
                new Column(
                        optional(BINARY).named("bytes"),
                        (group, row) -> group.append("bytes", Binary.fromConstantByteArray(new byte[] {-1, 0}))),
                new Column(
                        optionalGroup()
                                .addField(optional(INT64).named(table.item()))
                                .named("nested"),
                        (group, row) -> group.addGroup("nested").append(table.item(), 999L)),
                new Column(
                        optional(INT64).named(table.item().toUpperCase(Locale.ROOT) + "_"),
                        (group, row) -> group.append(table.item().toUpperCase(Locale.ROOT) + "_", 999L)));
    }

    /** A column's name, in another case sometimes. */
    private String name(String column) {
        return random.nextInt(6) == 0 && !column.equals("note") ? column.toUpperCase(Locale.ROOT) : column;
    }

    private static String key(Group group, String column) {
        return group.getType().containsField(column) ? column : column.toUpperCase(Locale.ROOT);
    }
}
