package dev.backstory.lake.table;

import dev.backstory.core.config.Numbers;
import dev.backstory.core.config.TrainingSettings;
import dev.backstory.lake.page.PaddedListColumn;
import org.apache.parquet.schema.MessageType;

/** How training files are laid out. Shared by all files that one task writes; not safe for several threads. */
public final class TrainingFormat {
    /** Slots of a page: 64 rows of 1,000, half a megabyte; zstd finds a customer's repeated histories within it. */
    private static final int PAGE_SLOTS = 64_000;

    private static final int PAGE_ROWS_MAX = 4096;
    /** Pages of a row group: 512 rows of 1,000 slots; a reader decodes a whole row group's column at a time. */
    private static final int GROUP_PAGES = 8;

    private final MessageType schema;
    private final boolean narrow;
    private final int pageRows;
    private final PaddedListColumn.Buffers buffers;

    /** @param length slots of every history */
    public TrainingFormat(TrainingSettings settings, int length) {
        this.schema = TrainingSchema.of(settings);
        this.narrow = settings.numbers() == Numbers.NARROW;
        this.pageRows = Math.max(1, Math.min(PAGE_ROWS_MAX, PAGE_SLOTS / length));
        this.buffers = new PaddedListColumn.Buffers(length);
    }

    MessageType schema() {
        return schema;
    }

    boolean isNarrow() {
        return narrow;
    }

    int pageRows() {
        return pageRows;
    }

    int groupRows() {
        return pageRows * GROUP_PAGES;
    }

    PaddedListColumn.Buffers buffers() {
        return buffers;
    }
}
