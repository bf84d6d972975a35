package dev.backstory.lake.ids;

import dev.backstory.core.contract.IdKind;
import dev.backstory.core.run.DictionaryPart;
import dev.backstory.core.run.DictionaryRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.lake.store.AttemptFolder;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.Path;

/** Gives numbers to texts as a run does, on one thread and without Spark. */
public final class Numbering {
    private Numbering() {}

    /** Adds those of some texts that have no number; tries again where another was first. Returns how often it tried. */
    public static int add(Lake lake, IdKind kind, String run, Collection<String> texts) {
        Dictionary dictionary = new Dictionary(lake, kind);
        for (int tries = 1; ; tries++) {
            DictionaryRecord seen = dictionary.read();
            Map<String, Long> known = all(lake, kind);
            List<byte[]> added = texts.stream()
                    .distinct()
                    .filter(text -> !known.containsKey(text))
                    .map(text -> text.getBytes(StandardCharsets.UTF_8))
                    .sorted(Arrays::compareUnsigned)
                    .toList();
            if (added.isEmpty()
                    || dictionary.append(seen, List.of(part(lake, kind, seen.next(), added)), new RunId(run))) {
                return tries;
            }
        }
    }

    static NewPart part(Lake lake, IdKind kind, long first, List<byte[]> texts) {
        return new Dictionary(lake, kind)
                .writtenInPlace()
                .map(folder -> part(lake, AttemptFolder.inPlace(new Path(folder), "part.parquet"), first, texts))
                .orElseGet(() -> part(lake, first, texts));
    }

    static NewPart part(Lake lake, long first, List<byte[]> texts) {
        return part(lake, new Path(lake.root(), "_written/" + UUID.randomUUID() + ".parquet"), first, texts);
    }

    private static NewPart part(Lake lake, Path path, long first, List<byte[]> texts) {
        try (DictionaryFile file = DictionaryFile.open(path, lake.files().conf(), first)) {
            for (byte[] text : texts) {
                file.write(text);
            }
            return file.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All texts with their numbers. Fails where a number has two texts, or a text two numbers. */
    public static Map<String, Long> all(Lake lake, IdKind kind) {
        List<DictionaryPart> parts = new Dictionary(lake, kind).read().parts();
        DictionaryLookup lookup = new DictionaryLookup(lake, kind);
        Map<String, Long> numbers = new HashMap<>();
        for (DictionaryPart part : parts) {
            List<Long> wanted = LongStream.range(part.first(), part.first() + part.rows())
                    .boxed()
                    .toList();
            try {
                Map<Long, String> found = lookup.texts(wanted);
                if (found.size() != part.rows()) {
                    throw new AssertionError(part + " has numbers " + found.keySet());
                }
                found.forEach((number, text) -> {
                    if (numbers.put(text, number) != null) {
                        throw new AssertionError("'" + text + "' has two numbers");
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return numbers;
    }
}
