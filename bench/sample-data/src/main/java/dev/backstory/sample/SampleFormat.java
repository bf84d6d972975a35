package dev.backstory.sample;

import java.util.Locale;

/** A file format that raw sources come in. */
public enum SampleFormat {
    PARQUET,
    ORC,
    JSON,
    CSV;

    /** Whether any text may stand where a number or a time belongs. */
    boolean isText() {
        return this == JSON || this == CSV;
    }

    /** The name in a config, which is the file's ending too. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
