package dev.backstory.spark.ingest;

import dev.backstory.core.contract.IdKind;
import dev.backstory.core.run.DictionaryPart;
import dev.backstory.core.run.DictionaryRecord;
import dev.backstory.lake.ids.Dictionary;
import dev.backstory.spark.files.NamedParquet;
import dev.backstory.spark.job.JobContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The dictionaries as rows, to be joined: a small one is sent to every executor. */
final class KnownTexts {
    static final String TEXT = "text";
    static final String NUMBER = "number";

    private static final String BROADCAST_SETTING = "spark.sql.autoBroadcastJoinThreshold";

    /** What a dictionary may take in the memory of each executor, unless Spark's setting says it. */
    private static final long BROADCAST_BYTES = 128L << 20;

    /** Of a text in memory, beside its letters. */
    private static final long BYTES_OF_A_TEXT = 64;

    private static final StructType COLUMNS =
            new StructType().add(TEXT, DataTypes.StringType).add(NUMBER, DataTypes.LongType);

    private final JobContext context;
    private final long broadcastBytes;

    KnownTexts(JobContext context) {
        this.context = context;
        this.broadcastBytes = context.spark().conf().getAll().contains(BROADCAST_SETTING)
                ? context.spark().sessionState().conf().autoBroadcastJoinThreshold()
                : BROADCAST_BYTES;
    }

    Dictionary dictionary(IdKind kind) {
        return new Dictionary(context.lake(), kind);
    }

    Dataset<Row> read(SparkSession session, IdKind kind, DictionaryRecord record) {
        if (record.parts().isEmpty()) {
            return session.createDataFrame(List.of(), COLUMNS);
        }
        Map<String, List<Object>> files = new LinkedHashMap<>();
        for (DictionaryPart part : record.parts()) {
            files.put(dictionary(kind).file(part).toString(), List.of());
        }
        return NamedParquet.read(session, COLUMNS, new StructType(), files, Map.of());
    }

    boolean isSmall(DictionaryRecord record) {
        return record.textBytes() + record.texts() * BYTES_OF_A_TEXT <= broadcastBytes;
    }

    /** The hint of a join. */
    String howToJoin(DictionaryRecord record) {
        return isSmall(record) ? "broadcast" : "merge";
    }
}
