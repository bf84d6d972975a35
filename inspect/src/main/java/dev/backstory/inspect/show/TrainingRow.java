package dev.backstory.inspect.show;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.inspect.Words;
import dev.backstory.lake.job.Console;
import dev.backstory.lake.parquet.StoredHistory;
import dev.backstory.lake.parquet.TrainingFileCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One published training row, for eyes. */
final class TrainingRow {
    private static final int SLOTS_SHOWN = 12;

    private final PipelineConfig config;
    private final List<String> lines = new ArrayList<>();

    TrainingRow(PipelineConfig config) {
        this.config = config;
    }

    List<String> lines(PublishRecord published, TrainingFileCursor row) throws IOException {
        lines.add("training/dt=" + published.dt() + ", one of " + Console.count(published.rows()) + " rows");
        column("ranking_id", row.rankingId());
        column("customer_id", row.customerId());
        column("impression_pos", row.position());
        column("impression_item_id", row.itemId());
        column("label", row.label());
        StoredHistory history = row.history();
        column("actions", shortened(history.slots(), history::item));
        column("action_types", shortened(history.slots(), history::type));
        column("history_length", row.historyLength() + " of " + history.slots());
        Long newest = row.newestMicros();
        column("newest_action_time", Words.time(newest, config.timezone()));
        lines.add("  in words, newest first: " + words(history, row.historyLength()));
        return lines;
    }

    private void column(String logical, Object value) {
        Map<String, String> names = config.training().columns();
        lines.add(String.format(Locale.ROOT, "  %-20s %s", names.get(logical), value));
    }

    private static String shortened(int slots, IntFunction<Object> value) {
        String shown = IntStream.range(0, Math.min(slots, SLOTS_SHOWN))
                .mapToObj(value)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return slots > SLOTS_SHOWN ? "[" + shown + ", … " + slots + " slots]" : "[" + shown + "]";
    }

    private static String words(StoredHistory history, int length) {
        if (length == 0) {
            return "nothing yet";
        }
        String shown = IntStream.range(0, Math.min(length, SLOTS_SHOWN))
                .mapToObj(slot -> Words.action(history.type(slot), history.item(slot)))
                .collect(Collectors.joining(", "));
        return length > SLOTS_SHOWN ? shown + ", and " + (length - SLOTS_SHOWN) + " more" : shown;
    }
}
