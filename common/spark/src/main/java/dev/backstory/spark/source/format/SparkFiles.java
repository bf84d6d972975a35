package dev.backstory.spark.source.format;

import dev.backstory.spark.source.row.SourceFile;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;

/** Spark's file readers, given the files by name. */
final class SparkFiles {
    private SparkFiles() {}

    /** @param files in folders of the same names; their values become columns */
    static DataFrameReader reader(SparkSession session, String root, List<SourceFile> files) {
        // Names are names: a bracket in one is no pattern.
        DataFrameReader reader = session.read().option("__globPaths__", "false");
        return files.get(0).folders().isEmpty() ? reader : reader.option("basePath", root);
    }

    static String[] paths(List<SourceFile> files) {
        return files.stream().map(SourceFile::path).toArray(String[]::new);
    }
}
