package dev.backstory.inspect.explain;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.inspect.explain.Explanation.RejectedLine;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.table.RejectedFileCursor;
import dev.backstory.lake.table.RejectedRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * Finds the customer's rows among those that were rejected. They are kept as they came, in no helpful order, so all
 * have to be read, newest days first; a limit keeps that quick, and what is left out is reported.
 */
final class RejectedSearch {
    /** A few seconds of reading. */
    static final long MOST_ROWS = 1_000_000;

    private final Lake lake;
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Object customer;
    private final String needed;
    private final long mostRows;
    private final List<RejectedLine> found = new ArrayList<>();
    private long searched;
    private long nobodys;
    private long notSearched;

    /** @param customer as the sources have it: a long, or a text */
    RejectedSearch(Lake lake, PipelineConfig config, Object customer, long mostRows) {
        this.lake = lake;
        this.customer = customer;
        this.needed = letters(customer);
        this.mostRows = mostRows;
        sources.putAll(config.sources().actionSources());
        sources.put("impressions", config.sources().impressions());
    }

    /** A part that the text of each of the customer's rows contains, however JSON escapes it. */
    private static String letters(Object customer) {
        String text = String.valueOf(customer);
        if (customer instanceof Long) {
            return text.replace("-", "");
        }
        return text.matches("[A-Za-z0-9_-]+") ? text : "";
    }

    Explanation.Rejected in(Inputs inputs) {
        inputs.impressions().ifPresent(day -> search(Table.IMPRESSIONS, day));
        List<PublishRecord> newestFirst = new ArrayList<>(inputs.actions().values());
        Collections.reverse(newestFirst);
        newestFirst.forEach(day -> search(Table.ACTIONS, day));
        searchWithoutDay(Table.ACTIONS);
        searchWithoutDay(Table.IMPRESSIONS);
        return new Explanation.Rejected(List.copyOf(found), searched, nobodys, notSearched);
    }

    private void search(Table table, PublishRecord day) {
        if (day.rejectedRows() > 0) {
            String dt = day.dt().toString();
            lake.rejectedFiles(day).forEach(file -> search(table, dt, file));
        }
    }

    private void searchWithoutDay(Table table) {
        lake.rejectedWithoutDay(table).forEach(file -> search(table, Lake.UNKNOWN, file));
    }

    private void search(Table table, String dt, Path file) {
        try {
            long rows = RejectedFileCursor.rows(file, lake.files().conf());
            if (searched + rows > mostRows) {
                notSearched += rows;
            } else {
                read(table, dt, file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private void read(Table table, String dt, Path file) throws IOException {
        try (RejectedFileCursor rows =
                RejectedFileCursor.open(file, lake.files().conf())) {
            while (rows.next()) {
                searched++;
                look(table, dt, rows);
            }
        }
    }

    private void look(Table table, String dt, RejectedFileCursor rows) {
        String name = Optional.ofNullable(rows.source()).orElse(table.folder());
        Source source = sources.get(name);
        if (source == null || RejectedRow.isNobodys(rows.raw(), rows.reasons(), source)) {
            nobodys++;
        } else if (rows.raw().contains(needed)) {
            RejectedRow row = RejectedRow.of(rows.raw(), source);
            if (row.isOf(customer)) {
                found.add(new RejectedLine(
                        dt,
                        name,
                        row.value("action_time").orElse(null),
                        row.value("item_id").orElse(null),
                        rows.reasons(),
                        rows.raw()));
            }
        }
    }
}
