package dev.backstory.sample;

import java.io.Closeable;
import java.io.IOException;
import java.time.ZoneId;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A raw file that is being written: rows as the source's columns name them. */
interface RowSink extends Closeable {
    void write(Object[] row) throws IOException;

    static RowSink open(SampleSource source, SampleFormat format, Path file, ZoneId zone, Configuration hadoop)
            throws IOException {
        return switch (format) {
            case PARQUET -> new ParquetSink(source, file, hadoop);
            case ORC -> new OrcSink(source, file, zone, hadoop);
            case JSON -> new JsonSink(source, file, zone, hadoop);
            case CSV -> new CsvSink(source, file, zone, hadoop);
        };
    }
}
