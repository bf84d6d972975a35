package dev.backstory.inspect.show;

import dev.backstory.command.Console;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.inspect.OriginalIds;
import dev.backstory.lake.table.HistoriesFileCursor;
import dev.backstory.lake.table.StoredHistory;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** One published row of {@code histories}, as text for people. */
final class HistoriesRow {
    private HistoriesRow() {}

    static List<String> lines(PublishRecord published, HistoriesFileCursor row, OriginalIds ids) throws IOException {
        StoredHistory history = row.history();
        ShownHistory shown = new ShownHistory(history, history.slots(), ids);
        return List.of(
                "histories/dt=" + published.dt() + ", one of " + Console.count(published.rows()) + " rows",
                column("customer_id", ids.numbered(IdKind.CUSTOMER, row.customerId())),
                column("actions", shown.items()),
                column("action_types", shown.types()),
                "  in words, newest first: " + shown.words());
    }

    private static String column(String name, String value) {
        return String.format(Locale.ROOT, "  %-20s %s", name, value);
    }
}
