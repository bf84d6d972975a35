package dev.backstory.spark.source.format;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceShape;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** JSON lines, where a column may be missing in any line but not in all. */
final class JsonSource {
    /** Lines and files looked at first, which mostly have every needed column. */
    private static final int SAMPLE_LINES = 100;

    private static final int SAMPLE_FILES = 3;

    /** Files whose first lines are looked at when no more than the first lines are read. */
    private static final int FIRST_FILES = 20;

    private final SparkSession session;
    private final SourceShape shape;
    private final String root;
    private final List<SourceFile> files;
    private final JsonFormat format;

    JsonSource(SparkSession session, SourceShape shape, String root, List<SourceFile> files) {
        this.session = session;
        this.shape = shape;
        this.root = root;
        this.files = files;
        this.format = new JsonFormat(shape.source());
    }

    List<RawRows> rows() {
        FileRowsSource source = new FileRowsSource(session, shape, files);
        checkColumns(source);
        return source.rows(format);
    }

    /** The rows of some of the files, whose columns have been checked. */
    List<RawRows> rows(List<SourceFile> some) {
        return new FileRowsSource(session, shape, some).rows(format);
    }

    /**
     * The same for a look at the first lines: nothing behind them is read to find a column.
     *
     * @param count of lines
     */
    void checkFirstColumns(int count) {
        Configuration conf = session.sparkContext().hadoopConfiguration();
        TreeSet<String> there = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (SourceFile file : files.subList(0, Math.min(files.size(), FIRST_FILES))) {
            there.addAll(names(format, shape, FilePart.whole(file), count, conf));
        }
        findAll(there, "the first lines under " + root);
    }

    /** JSON may leave out what is null, so only a column that is in no line at all is missing. */
    private void checkColumns(FileRowsSource source) {
        Configuration conf = session.sparkContext().hadoopConfiguration();
        TreeSet<String> there = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Map<List<String>, Integer> seen = new LinkedHashMap<>();
        for (SourceFile file : files) {
            if (seen.merge(file.folderNames(), 1, Integer::sum) <= SAMPLE_FILES) {
                there.addAll(names(format, shape, FilePart.whole(file), SAMPLE_LINES, conf));
            }
        }
        if (!shape.missing(there).isEmpty()) {
            JsonFormat format = this.format;
            SourceShape shape = this.shape;
            there.addAll(source.collect(format, (part, ofTask) -> names(format, shape, part, Long.MAX_VALUE, ofTask)));
        }
        findAll(there, "all lines under " + root);
    }

    private void findAll(Set<String> there, String where) {
        if (there.remove(JsonLine.ANY)) {
            List<String> names = List.copyOf(there);
            shape.neededNames().forEach(logical -> shape.find(logical, names, List.of(), where));
        }
    }

    /** The names of the columns of some lines, and of the folders of their file. */
    private static Collection<String> names(
            JsonFormat format, SourceShape shape, FilePart part, long limit, Configuration conf) {
        TreeSet<String> names = new TreeSet<>();
        try (JsonFormat.Lines lines = format.lines(part, conf)) {
            long count = 0;
            for (String line = lines.next(); line != null && count < limit; line = lines.next()) {
                names.addAll(JsonLine.names(line, shape.mayHavePaths()));
                count++;
            }
        } catch (BackstoryException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw shape.source().unreadableFile(part.file().path(), format.toString(), e);
        }
        if (!names.isEmpty()) {
            names.addAll(part.file().folderNames());
        }
        return names;
    }
}
