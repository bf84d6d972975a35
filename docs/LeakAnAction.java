import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.GroupType;

/**
 * Does to a staged day of training rows what a wrong join would do: a customer's first action of that day itself, which
 * only the future could know, comes to stand in front of the histories.
 *
 * <p>{@code java -cp '.backstory/spark/jars/*' docs/LeakAnAction.java ACTIONS-OF-THE-DAY STAGED-TRAINING-OF-THE-DAY}
 */
class LeakAnAction {
    public static void main(String[] folders) throws IOException {
        List<Group> actions = new ArrayList<>();
        for (Path file : files(Path.of(folders[0]))) {
            actions.addAll(read(file));
        }
        for (Path file : files(Path.of(folders[1]))) {
            List<Group> rows = read(file);
            Optional<Group> leaking = actions.stream()
                    .filter(action -> rows.stream().anyMatch(row -> customer(row) == customer(action)))
                    .findFirst();
            if (leaking.isPresent()) {
                write(file, rows, leaking.get());
                return;
            }
        }
        throw new IllegalStateException("no customer of " + folders[1] + " has an action in " + folders[0]);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
        }
    }

    private static List<Group> read(Path file) throws IOException {
        List<Group> rows = new ArrayList<>();
        try (ParquetReader<Group> reader = ParquetReader.builder(new GroupReadSupport(), hadoop(file)).build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static void write(Path file, List<Group> rows, Group action) throws IOException {
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(hadoop(file))
                .withType((org.apache.parquet.schema.MessageType) rows.get(0).getType())
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .build()) {
            for (Group row : rows) {
                writer.write(customer(row) == customer(action) ? leaked(row, action) : row);
            }
        }
    }

    private static Group leaked(Group row, Group action) {
        GroupType type = row.getType();
        Group leaked = new SimpleGroup(type);
        for (int field = 0; field < type.getFieldCount(); field++) {
            String name = type.getFieldName(field);
            switch (name) {
                case "actions" -> shifted(row, leaked, name, action.getLong("item_id", 0));
                case "action_types" -> shifted(row, leaked, name, action.getInteger("action_type", 0));
                case "history_length" -> leaked.add(field, Math.min(1000, row.getInteger(field, 0) + 1));
                case "newest_action_time" -> leaked.add(field, action.getLong("action_time", 0));
                default -> copied(row, leaked, field);
            }
        }
        return leaked;
    }

    /** As many slots as before: the last one falls out. */
    private static void shifted(Group row, Group leaked, String list, Object first) {
        Group from = row.getGroup(list, 0);
        Group to = leaked.addGroup(list);
        int slots = from.getFieldRepetitionCount(0);
        for (int slot = 0; slot < slots; slot++) {
            if (first instanceof Long item) {
                to.addGroup(0).add(0, slot == 0 ? item : from.getGroup(0, slot - 1).getLong(0, 0));
            } else {
                to.addGroup(0).add(0, slot == 0 ? (Integer) first : from.getGroup(0, slot - 1).getInteger(0, 0));
            }
        }
    }

    private static void copied(Group row, Group leaked, int field) {
        if (row.getFieldRepetitionCount(field) == 0) {
            return;
        }
        switch (row.getType().getType(field).asPrimitiveType().getPrimitiveTypeName()) {
            case INT64 -> leaked.add(field, row.getLong(field, 0));
            case INT32 -> leaked.add(field, row.getInteger(field, 0));
            default -> leaked.add(field, row.getBinary(field, 0));
        }
    }

    private static long customer(Group row) {
        return row.getLong("customer_id", 0);
    }

    private static org.apache.hadoop.fs.Path hadoop(Path file) {
        return new org.apache.hadoop.fs.Path(file.toUri());
    }
}
