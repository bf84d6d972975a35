package dev.backstory.inspect.show;

import dev.backstory.command.Console;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.inspect.OriginalIds;
import dev.backstory.inspect.ValueFormat;
import dev.backstory.lake.table.StoredHistory;
import dev.backstory.lake.table.TrainingFileCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One published training row, as text for people. */
final class TrainingRow {
    private final PipelineConfig config;
    private final OriginalIds ids;
    private final List<String> lines = new ArrayList<>();

    TrainingRow(PipelineConfig config, OriginalIds ids) {
        this.config = config;
        this.ids = ids;
    }

    List<String> lines(PublishRecord published, TrainingFileCursor row) throws IOException {
        lines.add("training/dt=" + published.dt() + ", one of " + Console.count(published.rows()) + " rows");
        column("ranking_id", row.rankingId());
        column("customer_id", ids.numbered(IdKind.CUSTOMER, row.customerId()));
        column("impression_pos", row.position());
        column("impression_item_id", ids.numbered(IdKind.ITEM, row.itemId()));
        column("label", row.label());
        StoredHistory history = row.history();
        ShownHistory shown = new ShownHistory(history, row.historyLength(), ids);
        column("actions", shown.items());
        column("action_types", shown.types());
        column("history_length", row.historyLength() + " of " + history.slots());
        Long newest = row.newestMicros();
        column("newest_action_time", ValueFormat.time(newest, config.timezone()));
        lines.add("  in words, newest first: " + shown.words());
        return lines;
    }

    private void column(String logical, Object value) {
        Map<String, String> names = config.training().columns();
        lines.add(String.format(Locale.ROOT, "  %-20s %s", names.get(logical), value));
    }
}
