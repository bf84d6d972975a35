package dev.backstory.cli.init;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.spark.sample.RawLook;
import dev.backstory.spark.source.row.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a file is written, by its first bytes.
 *
 * @param csv null for another format
 */
record FileWriting(Format format, @Nullable CsvWriting csv) {
    private static final int HEAD_BYTES = 1 << 16;

    /** How many of a folder's first files are looked into, and as many of its last. */
    private static final int LOOKED_AT = 6;

    /** How all files of a folder are written, by some of them; empty where they differ. */
    static Optional<FileWriting> common(RawLook look, List<SourceFile> files) {
        List<SourceFile> looked = new ArrayList<>(files.subList(0, Math.min(LOOKED_AT, files.size())));
        looked.addAll(files.subList(Math.max(looked.size(), files.size() - LOOKED_AT), files.size()));
        FileWriting common = null;
        for (SourceFile file : looked) {
            Optional<FileWriting> writing = file.bytes() == 0 ? Optional.empty() : of(look, file, none -> {});
            if (file.bytes() > 0 && (writing.isEmpty() || (common != null && !common.isLike(writing.get())))) {
                return Optional.empty();
            }
            common = writing.orElse(common);
        }
        return Optional.ofNullable(common);
    }

    /**
     * How a file is written; empty where it cannot be read.
     *
     * @param problems takes the reason then
     */
    static Optional<FileWriting> of(RawLook look, SourceFile file, Consumer<String> problems) {
        try {
            String magic = new String(look.firstBytes(file), StandardCharsets.ISO_8859_1);
            if (magic.startsWith("PAR1")) {
                return Optional.of(new FileWriting(Format.PARQUET, null));
            }
            if (magic.startsWith("ORC")) {
                return Optional.of(new FileWriting(Format.ORC, null));
            }
            byte[] head = look.textHead(file, HEAD_BYTES);
            String text = new String(head, StandardCharsets.UTF_8).strip();
            if (text.startsWith("{")) {
                return Optional.of(new FileWriting(Format.JSON, null));
            }
            if (text.startsWith("[")) {
                problems.accept("it is one JSON array; 'jq -c .[] FILE' writes its elements one a line");
                return Optional.empty();
            }
            Optional<CsvWriting> csv = CsvWriting.of(head, head.length < HEAD_BYTES);
            if (csv.isEmpty()) {
                problems.accept("it is neither csv of several columns, nor JSON lines, parquet or orc");
            }
            return csv.map(writing -> new FileWriting(Format.CSV, writing));
        } catch (BackstoryException e) {
            problems.accept(e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            problems.accept("it cannot be read (" + e.getMessage() + ")");
            return Optional.empty();
        }
    }

    private boolean isLike(FileWriting other) {
        return format == other.format
                && (csv == null
                        || other.csv == null
                        || (csv.settings().equals(other.csv.settings())
                                && csv.columns().equals(other.csv.columns())));
    }
}
