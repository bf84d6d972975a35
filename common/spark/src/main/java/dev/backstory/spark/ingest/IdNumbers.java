package dev.backstory.spark.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.backstory.command.Count;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.DictionaryRecord;
import dev.backstory.lake.ids.Dictionary;
import dev.backstory.lake.ids.NewPart;
import dev.backstory.lake.store.StagingRun;
import dev.backstory.spark.job.JobContext;
import dev.backstory.spark.source.SourceRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * Gives numbers to ids that are texts:
 *
 * <ol>
 *   <li>a scan of their columns gives the texts of kept rows that have no number yet, each once;
 *   <li>they are added to the dictionary, in their order; where another run was first, those that it has not added
 *       ({@link Dictionary#append});
 *   <li>the rows that are staged then get the numbers by a join.
 * </ol>
 *
 * <p>A number stays, whatever becomes of the run. Where all ids are numbers, they only must have no dictionary.
 */
final class IdNumbers {
    /** The place of a kind among those that are texts. */
    private static final String KIND = "kind";

    private static final String TEXT = KnownTexts.TEXT;
    private static final String KNOWN_KIND = "__known_kind";
    private static final String KNOWN_TEXT = "__known_text";
    private static final String NUMBER = "__number";

    private final JobContext context;
    private final StagedTable table;
    private final List<IdKind> kinds;
    private final KnownTexts known;
    private final DictionaryRules rules;

    IdNumbers(JobContext context, StagedTable table) {
        this.context = context;
        this.table = table;
        this.kinds = Stream.of(IdKind.values())
                .filter(context.config().ids()::isText)
                .toList();
        this.known = new KnownTexts(context);
        this.rules = new DictionaryRules(context.lake());
    }

    /** Adds the texts of all kept rows to their dictionaries. */
    void learn(List<SourceRows> sources, StagingRun staging) {
        for (IdKind kind : IdKind.values()) {
            if (!kinds.contains(kind)) {
                rules.requireNoDictionary(kind);
            }
        }
        if (kinds.isEmpty()) {
            return;
        }
        Instant start = Instant.now();
        Map<IdKind, DictionaryRecord> seen = new EnumMap<>(IdKind.class);
        kinds.forEach(kind -> seen.put(kind, known.dictionary(kind).read()));
        Dataset<Row> unknown = sources.stream()
                .flatMap(source -> source.ids().stream())
                .map(this::texts)
                .reduce(Dataset::union)
                .map(texts -> distinctWithout(texts, seen))
                .orElse(null);
        if (unknown == null) {
            return;
        }
        unknown.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Map<IdKind, Long> counts = counts(unknown);
            List<String> news = new ArrayList<>();
            for (IdKind kind : kinds) {
                Dataset<Row> ofKind = unknown.filter(col(KIND).equalTo(kinds.indexOf(kind)));
                long added = add(kind, ofKind, counts.getOrDefault(kind, 0L), seen.get(kind), staging);
                news.add(Count.of(added, "new " + kind.id()));
            }
            context.console()
                    .stage(
                            table.table().folder(),
                            "ids: " + String.join(", ", news),
                            Duration.between(start, Instant.now()));
        } finally {
            unknown.unpersist();
        }
    }

    /** The texts of rows of {@link SourceRows#ids}, with their kinds. */
    private Dataset<Row> texts(Dataset<Row> ids) {
        List<String> pairs = new ArrayList<>();
        kinds.forEach(
                kind -> pairs.add(kinds.indexOf(kind) + ", " + (kind == IdKind.CUSTOMER ? "customer_id" : "item_id")));
        return ids.select(expr("stack(" + kinds.size() + ", " + String.join(", ", pairs) + ") as (kind, text)"))
                .filter(col(TEXT).isNotNull());
    }

    /** A small dictionary is asked before texts are sent anywhere, a large one after they have become few. */
    private Dataset<Row> distinctWithout(Dataset<Row> texts, Map<IdKind, DictionaryRecord> seen) {
        boolean small = seen.values().stream().allMatch(known::isSmall);
        return small ? without(texts, seen).distinct() : without(texts.distinct(), seen);
    }

    /** Those of some texts that have no number. */
    private Dataset<Row> without(Dataset<Row> texts, Map<IdKind, DictionaryRecord> seen) {
        Column same = col(KIND).equalTo(col(KNOWN_KIND)).and(col(TEXT).equalTo(col(KNOWN_TEXT)));
        String how = seen.values().stream().allMatch(known::isSmall) ? "broadcast" : "merge";
        // One join for all kinds: each text is looked for once.
        return seen.entrySet().stream()
                .filter(of -> of.getValue().texts() > 0)
                .map(of -> known.read(texts.sparkSession(), of.getKey(), of.getValue())
                        .select(
                                lit(kinds.indexOf(of.getKey())).as(KNOWN_KIND),
                                col(TEXT).as(KNOWN_TEXT)))
                .reduce(Dataset::union)
                .map(joined -> texts.join(joined.hint(how), same, "left_anti"))
                .orElse(texts);
    }

    private Map<IdKind, Long> counts(Dataset<Row> texts) {
        Map<IdKind, Long> counts = new EnumMap<>(IdKind.class);
        for (Row row : texts.groupBy(KIND).count().collectAsList()) {
            counts.put(kinds.get(row.getInt(0)), row.getLong(1));
        }
        return counts;
    }

    /** @param texts of one kind, each once, none of which is in the dictionary that was seen */
    private long add(IdKind kind, Dataset<Row> texts, long count, DictionaryRecord seen, StagingRun staging) {
        Dictionary dictionary = known.dictionary(kind);
        if (count > 0 && seen.version() == 0) {
            rules.requireNoDays(kind);
        }
        Dataset<Row> added = texts;
        long adding = count;
        DictionaryRecord base = seen;
        while (adding > 0) {
            List<NewPart> parts = new IdParts(staging, context.spark())
                    .write(kind, added.select(TEXT), adding, base, dictionary.writtenInPlace());
            if (dictionary.append(base, parts, context.run())) {
                return adding;
            }
            base = dictionary.read();
            added = without(texts, Map.of(kind, base));
            adding = added.count();
        }
        return 0;
    }

    /** The same rows with numbers in place of texts; rejected rows have none. */
    Dataset<Row> numbered(Dataset<Row> rows) {
        Dataset<Row> numbered = rows;
        for (IdKind kind : kinds) {
            DictionaryRecord record = known.dictionary(kind).read();
            String column = table.idColumn(kind);
            Dataset<Row> texts = known.read(rows.sparkSession(), kind, record)
                    .select(col(TEXT).as(KNOWN_TEXT), col(KnownTexts.NUMBER).as(NUMBER));
            Column kept = size(col("reasons")).equalTo(0).and(col(column).isNotNull());
            numbered = numbered.join(
                            texts.hint(known.howToJoin(record)), col(column).equalTo(col(KNOWN_TEXT)), "left")
                    .withColumn(
                            column, when(kept, coalesce(col(NUMBER), unknown().apply(col(column)))))
                    .drop(KNOWN_TEXT, NUMBER);
        }
        return numbered;
    }

    /** Asked only where a text has no number: it was not there when its source was read before. */
    private UserDefinedFunction unknown() {
        String what = table.table().folder();
        return udf(
                (UDF1<String, Long>) text -> {
                    throw new BackstoryException("Cannot stage " + what + " because a source has the id '" + text
                            + "', which it did not have a moment before; nothing was staged. Did its data change"
                            + " meanwhile? Run it again");
                },
                DataTypes.LongType);
    }
}
