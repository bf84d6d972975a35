package dev.backstory.cli;

import static org.apache.spark.sql.functions.col;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.failure.BackstoryException;
import dev.backstory.lake.job.Console;
import dev.backstory.lake.job.ExitCode;
import dev.backstory.lake.job.JobContext;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** One published training row, for eyes. */
final class TrainingRow {
    private static final int SLOTS_SHOWN = 12;
    private static final List<String> TYPES = List.of("-", "click", "cart", "order");

    private final JobContext context;

    TrainingRow(JobContext context) {
        this.context = context;
    }

    /** @param customer whose row, or null for the first row with a history */
    int print(Long customer) {
        LocalDate dt = context.range().from();
        PublishRecord published = context.lake()
                .published(Table.TRAINING, dt)
                .orElseThrow(() -> new BackstoryException("Cannot show a row of " + dt + " because training/dt=" + dt
                        + " is not published; run the day first"));
        Row row = find(published, customer);
        Console console = context.console();
        Map<String, String> names = context.config().training().columns();
        console.line("training/dt=" + dt + ", one of " + Console.count(published.rows()) + " rows");
        for (String column : List.of("ranking_id", "customer_id", "impression_pos", "impression_item_id", "label")) {
            console.line(String.format("  %-20s %s", names.get(column), (Object) row.getAs(names.get(column))));
        }
        int length = row.<Integer>getAs(names.get("history_length"));
        List<?> items = row.getList(row.fieldIndex(names.get("actions")));
        List<?> types = row.getList(row.fieldIndex(names.get("action_types")));
        console.line(String.format("  %-20s %s", names.get("actions"), shortened(items)));
        console.line(String.format("  %-20s %s", names.get("action_types"), shortened(types)));
        console.line(String.format("  %-20s %d of %d", names.get("history_length"), length, items.size()));
        console.line(String.format(
                "  %-20s %s", names.get("newest_action_time"), time(row.getAs(names.get("newest_action_time")))));
        console.line("  in words, newest first: " + words(items, types, length));
        return ExitCode.OK;
    }

    private Row find(PublishRecord published, Long customer) {
        Path folder = context.lake().day(Table.TRAINING, published.dt());
        String[] files = published.files().stream()
                .map(file -> new Path(folder, file.name()).toString())
                .toArray(String[]::new);
        Map<String, String> names = context.config().training().columns();
        Column wanted = customer == null
                ? col(names.get("history_length")).gt(0)
                : col(names.get("customer_id")).equalTo(customer);
        List<Row> found = files.length == 0
                ? List.of()
                : context.spark().read().parquet(files).where(wanted).limit(1).collectAsList();
        if (found.isEmpty()) {
            throw new BackstoryException("Cannot show a row of " + published.dt() + " because none is "
                    + (customer == null ? "one with a history" : "of customer " + customer) + "; try another day");
        }
        return found.get(0);
    }

    private String time(Timestamp newest) {
        return newest == null
                ? "null"
                : newest.toInstant().atZone(context.config().timezone()).toString();
    }

    private static String shortened(List<?> slots) {
        String shown = slots.stream().limit(SLOTS_SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
        return slots.size() > SLOTS_SHOWN ? "[" + shown + ", … " + slots.size() + " slots]" : "[" + shown + "]";
    }

    private static String words(List<?> items, List<?> types, int length) {
        if (length == 0) {
            return "nothing yet";
        }
        String shown = IntStream.range(0, Math.min(length, SLOTS_SHOWN))
                .mapToObj(i -> TYPES.get(((Number) types.get(i)).intValue()) + " " + items.get(i))
                .collect(Collectors.joining(", "));
        return length > SLOTS_SHOWN ? shown + ", and " + (length - SLOTS_SHOWN) + " more" : shown;
    }
}
