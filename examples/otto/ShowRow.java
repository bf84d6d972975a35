import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/**
 * Prints one training row of a day so that a person can read it. It also shows that the rows need no Spark: any Parquet
 * reader will do.
 *
 * <pre>java -cp '.backstory/spark/jars/*' examples/otto/ShowRow.java data/otto/lake/training/dt=2022-08-27 Europe/Berlin</pre>
 */
public final class ShowRow {
    private static final List<String> TYPES = List.of("-", "click", "cart", "order");
    private static final int SHOWN = 6;

    public static void main(String[] arguments) throws IOException {
        String day = new File(arguments[0]).getName().replace("dt=", "");
        ZoneId zone = ZoneId.of(arguments[1]);
        // An ordered item behind a long history says most.
        rows(new File(arguments[0])).stream()
                .max(Comparator.comparingInt((Group row) -> number(row, "label")).thenComparingInt(ShowRow::length))
                .ifPresentOrElse(
                        row -> print(row, day, zone), () -> System.out.println("There are no rows of " + day + "."));
    }

    private static List<Group> rows(File day) throws IOException {
        File[] files = day.listFiles((folder, name) -> name.endsWith(".parquet"));
        List<Group> rows = new ArrayList<>();
        for (File file : files == null ? new File[0] : Arrays.stream(files).sorted().toArray(File[]::new)) {
            Path path = new Path(file.toURI());
            try (ParquetReader<Group> reader = ParquetReader.builder(new GroupReadSupport(), path).build()) {
                for (Group row = reader.read(); row != null; row = reader.read()) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    private static int length(Group row) {
        return number(row, "history_length");
    }

    private static int number(Group row, String column) {
        return row.getFieldRepetitionCount(column) == 0 ? 0 : Integer.parseInt(row.getValueToString(index(row, column), 0));
    }

    private static String text(Group row, String column) {
        return row.getFieldRepetitionCount(column) == 0 ? "null" : row.getValueToString(index(row, column), 0);
    }

    private static int index(Group row, String column) {
        return row.getType().getFieldIndex(column);
    }

    private static List<String> list(Group row, String column) {
        Group list = row.getGroup(column, 0);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            values.add(list.getGroup(0, i).getValueToString(0, 0));
        }
        return values;
    }

    private static void print(Group row, String day, ZoneId zone) {
        List<String> actions = list(row, "actions");
        List<String> types = list(row, "action_types").stream()
                .map(type -> TYPES.get(Integer.parseInt(type)))
                .toList();
        System.out.printf("One training row of %s%n", day);
        System.out.printf("  ranking_id           %s%n", text(row, "ranking_id"));
        System.out.printf("  customer_id          %s%n", text(row, "customer_id"));
        System.out.printf("  impression_pos       %s%n", text(row, "impression_pos"));
        System.out.printf("  impression_item_id   %s%n", text(row, "impression_item_id"));
        System.out.printf("  label                %s%n", number(row, "label") == 1 ? "1 (ordered)" : text(row, "label"));
        System.out.printf("  history_length       %d%n", length(row));
        System.out.printf("  newest_action_time   %s%n", newest(row, zone));
        System.out.printf("  actions              %s%n", shortened(actions, length(row)));
        System.out.printf("  action_types         %s%n", shortened(types, length(row)));
    }

    private static String newest(Group row, ZoneId zone) {
        if (row.getFieldRepetitionCount("newest_action_time") == 0) {
            return "null (no history)";
        }
        Instant newest = Instant.EPOCH.plus(row.getLong("newest_action_time", 0), ChronoUnit.MICROS);
        return newest.atZone(zone).toOffsetDateTime().toString();
    }

    /** The newest few, and how many slots follow: each slot as wide as an item id, so that the arrays line up. */
    private static String shortened(List<String> slots, int used) {
        String newest = slots.stream()
                .limit(Math.min(SHOWN, used))
                .map(slot -> String.format("%7s", slot))
                .collect(Collectors.joining(", "));
        int more = Math.max(0, used - SHOWN);
        return String.format("[%s, … %d more, then %d of padding]", newest, more, slots.size() - used);
    }
}
