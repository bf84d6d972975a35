package dev.backstory.lake.table;

import dev.backstory.lake.objects.ObjectInput;
import dev.backstory.lake.page.UnreadableFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.jspecify.annotations.Nullable;

/** The rows of one file of {@code rejected/<table>}, in the order of the file. They are few and wanted whole. */
public final class RejectedFileCursor implements Closeable {
    private final Path path;
    private final ParquetReader<Group> reader;
    private @Nullable Group row;

    private RejectedFileCursor(Path path, ParquetReader<Group> reader) {
        this.path = path;
        this.reader = reader;
    }

    /** @throws IOException if the file is missing or damaged; the message names it */
    public static RejectedFileCursor open(Path path, Configuration conf) throws IOException {
        try {
            return new RejectedFileCursor(
                    path,
                    ParquetReader.builder(new GroupReadSupport(), path)
                            .withConf(conf)
                            .build());
        } catch (IOException | RuntimeException e) {
            throw unreadable(path, e);
        }
    }

    /** How many rows a file has, from its footer. */
    public static long rows(Path path, Configuration conf) throws IOException {
        try (ParquetFileReader footer = ParquetFileReader.open(ObjectInput.of(path, conf))) {
            return footer.getRecordCount();
        } catch (IOException | RuntimeException e) {
            throw unreadable(path, e);
        }
    }

    public boolean next() throws IOException {
        try {
            row = reader.read();
            return row != null;
        } catch (IOException | RuntimeException e) {
            throw unreadable(path, e);
        }
    }

    /** The row as JSON text. */
    public String raw() {
        return row().getString("raw", 0);
    }

    public List<String> reasons() {
        Group list = row().getGroup("reasons", 0);
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < list.getFieldRepetitionCount("list"); i++) {
            reasons.add(list.getGroup("list", i).getString("element", 0));
        }
        return reasons;
    }

    public @Nullable String source() {
        return row().getFieldRepetitionCount("source") == 0 ? null : row().getString("source", 0);
    }

    private Group row() {
        return Objects.requireNonNull(row, "no row yet");
    }

    private static IOException unreadable(Path path, Exception e) {
        return new UnreadableFile(path, UnreadableFile.BUILD_DAY_AGAIN, e);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
