package dev.backstory.lake.parquet;

import dev.backstory.core.run.StagedFile;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/** Writes one file of {@code rejected/<table>} ({@link TableSchemas#REJECTED}), rows in the order they come. */
public final class RejectedFileWriter implements AutoCloseable {
    private record Rejected(
            String raw, List<String> reasons, @Nullable String source) {}

    private final RowFile<Rejected> file;

    private RejectedFileWriter(Path path, Configuration conf) throws IOException {
        this.file = RowFile.ofTexts(path, conf, TableSchemas.REJECTED, RejectedFileWriter::fields);
    }

    /** @throws IOException if the file is already there, or cannot be made */
    public static RejectedFileWriter open(Path path, Configuration conf) throws IOException {
        return new RejectedFileWriter(path, conf);
    }

    /**
     * @param raw the row as JSON text
     * @param reasons why it was refused; at least one
     */
    public void write(String raw, List<String> reasons, @Nullable String source) throws IOException {
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("Cannot write a rejected row because it has no reason: " + raw);
        }
        file.write(new Rejected(raw, reasons, source));
    }

    private static void fields(Rejected row, RecordConsumer out) {
        out.startField("raw", 0);
        out.addBinary(Binary.fromString(row.raw));
        out.endField("raw", 0);
        out.startField("reasons", 1);
        out.startGroup();
        out.startField("list", 0);
        for (String reason : row.reasons) {
            out.startGroup();
            out.startField("element", 0);
            out.addBinary(Binary.fromString(reason));
            out.endField("element", 0);
            out.endGroup();
        }
        out.endField("list", 0);
        out.endGroup();
        out.endField("reasons", 1);
        if (row.source != null) {
            out.startField("source", 2);
            out.addBinary(Binary.fromString(row.source));
            out.endField("source", 2);
        }
    }

    /** Completes the file; nothing can be written afterwards. */
    public StagedFile finish() throws IOException {
        return file.finish();
    }

    /** Throws the file away unless it is finished. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
