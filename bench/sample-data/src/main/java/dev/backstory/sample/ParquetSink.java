package dev.backstory.sample;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** Parquet with times that are instants (microseconds, adjusted to UTC). */
final class ParquetSink implements RowSink {
    private final ParquetWriter<Object[]> writer;

    ParquetSink(SampleSource source, Path file, Configuration hadoop) throws IOException {
        writer = new Builder(source, HadoopOutputFile.fromPath(file, hadoop))
                .withConf(hadoop)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .build();
    }

    @Override
    public void write(Object[] row) throws IOException {
        writer.write(row);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static Type type(SampleColumn column) {
        return switch (column.kind()) {
            case NUMBER -> Types.optional(PrimitiveTypeName.INT64).named(column.name());
            case TEXT ->
                Types.optional(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(column.name());
            case TIME ->
                Types.optional(PrimitiveTypeName.INT64)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
                        .named(column.name());
            case ITEMS ->
                Types.optionalList()
                        .optionalGroupElement()
                        .optional(PrimitiveTypeName.INT64)
                        .named("item_id")
                        .optional(PrimitiveTypeName.BOOLEAN)
                        .named("is_order")
                        .named(column.name());
        };
    }

    private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {
        private final SampleSource source;

        Builder(SampleSource source, OutputFile file) {
            super(file);
            this.source = source;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<Object[]> getWriteSupport(Configuration hadoop) {
            return new RowWriteSupport(source);
        }
    }

    private static final class RowWriteSupport extends WriteSupport<Object[]> {
        private final SampleSource source;
        private RecordConsumer consumer;

        RowWriteSupport(SampleSource source) {
            this.source = source;
        }

        @Override
        public WriteContext init(Configuration hadoop) {
            Type[] types = source.columns().stream().map(ParquetSink::type).toArray(Type[]::new);
            return new WriteContext(new MessageType(source.toString(), types), Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            this.consumer = consumer;
        }

        @Override
        public void write(Object[] row) {
            consumer.startMessage();
            for (int i = 0; i < row.length; i++) {
                if (row[i] != null) {
                    consumer.startField(source.columns().get(i).name(), i);
                    writeValue(row[i]);
                    consumer.endField(source.columns().get(i).name(), i);
                }
            }
            consumer.endMessage();
        }

        private void writeValue(Object value) {
            if (value instanceof Long number) {
                consumer.addLong(number);
            } else if (value instanceof String text) {
                consumer.addBinary(Binary.fromString(text));
            } else {
                writeItems((List<?>) value);
            }
        }

        private void writeItems(List<?> items) {
            consumer.startGroup();
            if (!items.isEmpty()) {
                consumer.startField("list", 0);
                for (Object element : items) {
                    consumer.startGroup();
                    consumer.startField("element", 0);
                    writeItem((ShownItem) element);
                    consumer.endField("element", 0);
                    consumer.endGroup();
                }
                consumer.endField("list", 0);
            }
            consumer.endGroup();
        }

        private void writeItem(ShownItem item) {
            consumer.startGroup();
            if (item.item() != null) {
                consumer.startField("item_id", 0);
                consumer.addLong((Long) item.item());
                consumer.endField("item_id", 0);
            }
            if (item.isOrder() != null) {
                consumer.startField("is_order", 1);
                consumer.addBoolean(item.isOrder());
                consumer.endField("is_order", 1);
            }
            consumer.endGroup();
        }
    }
}
