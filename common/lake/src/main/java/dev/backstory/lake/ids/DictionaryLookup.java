package dev.backstory.lake.ids;

import static org.apache.parquet.filter2.predicate.FilterApi.binaryColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.eq;
import static org.apache.parquet.filter2.predicate.FilterApi.in;
import static org.apache.parquet.filter2.predicate.FilterApi.longColumn;

import dev.backstory.core.contract.IdKind;
import dev.backstory.core.run.DictionaryPart;
import dev.backstory.core.run.DictionaryRecord;
import dev.backstory.lake.page.UnreadableFile;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.api.Binary;

/**
 * Finds some texts and numbers of a dictionary as it was when this was made. A part is in the order of both, so of each
 * file only the pages that can hold what is looked for are read.
 */
public final class DictionaryLookup {
    private final Lake lake;
    private final Dictionary dictionary;
    private final DictionaryRecord record;

    public DictionaryLookup(Lake lake, IdKind kind) {
        this.lake = lake;
        this.dictionary = new Dictionary(lake, kind);
        this.record = dictionary.read();
    }

    /** The number of a text; empty when it has none. */
    public OptionalLong number(String text) throws IOException {
        FilterPredicate filter = eq(binaryColumn(DictionaryFile.TEXT), Binary.fromString(text));
        for (DictionaryPart part : record.parts()) {
            Map<Long, String> found = read(part, filter);
            if (!found.isEmpty()) {
                return OptionalLong.of(found.keySet().iterator().next());
            }
        }
        return OptionalLong.empty();
    }

    /** The texts of some numbers, without numbers that no text has. */
    public Map<Long, String> texts(Collection<Long> numbers) throws IOException {
        Map<Long, String> texts = new HashMap<>();
        for (DictionaryPart part : record.parts()) {
            Set<Long> wanted = numbers.stream().filter(part::has).collect(Collectors.toCollection(HashSet::new));
            if (!wanted.isEmpty()) {
                texts.putAll(read(part, in(longColumn(DictionaryFile.NUMBER), wanted)));
            }
        }
        return texts;
    }

    private Map<Long, String> read(DictionaryPart part, FilterPredicate filter) throws IOException {
        Path file = dictionary.file(part);
        Map<Long, String> found = new HashMap<>();
        try (ParquetReader<Group> reader = ParquetReader.builder(new GroupReadSupport(), file)
                .withConf(lake.files().conf())
                .withFilter(FilterCompat.get(filter))
                .build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                found.put(row.getLong(DictionaryFile.NUMBER, 0), row.getString(DictionaryFile.TEXT, 0));
            }
            return found;
        } catch (IOException | RuntimeException e) {
            throw new UnreadableFile(file, "restore it from a backup", e);
        }
    }
}
