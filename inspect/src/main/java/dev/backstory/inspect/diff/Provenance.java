package dev.backstory.inspect.diff;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.run.InputRun;
import dev.backstory.inspect.diff.Difference.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Type;

/** The differences in how two runs came to be. */
final class Provenance {
    private Provenance() {}

    /** Input days whose runs differ, by table and day. */
    static List<Pair> inputs(RunDay left, RunDay right) {
        Map<String, String> before = runs(left.inputs());
        Map<String, String> after = runs(right.inputs());
        TreeSet<String> days = new TreeSet<>(before.keySet());
        days.addAll(after.keySet());
        return days.stream()
                .filter(day -> !Objects.equals(before.get(day), after.get(day)))
                .map(day -> new Pair(day, before.get(day), after.get(day)))
                .toList();
    }

    private static Map<String, String> runs(List<InputRun> inputs) {
        Map<String, String> runs = new TreeMap<>();
        for (InputRun input : inputs) {
            for (var dt : new DayRange(input.from(), input.to()).days()) {
                runs.put(input.table().folder() + "/dt=" + dt, input.run().value());
            }
        }
        return runs;
    }

    /** Columns whose names or types differ, by position. */
    static List<Pair> columns(RunDay left, RunDay right) {
        if (left.schema().equals(right.schema())) {
            return List.of();
        }
        List<Type> before = columns(left.schema());
        List<Type> after = columns(right.schema());
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            String a = i < before.size() ? describe(before.get(i)) : null;
            String b = i < after.size() ? describe(after.get(i)) : null;
            if (!Objects.equals(a, b)) {
                pairs.add(new Pair("column " + (i + 1), a, b));
            }
        }
        return pairs;
    }

    private static List<Type> columns(String schema) {
        MessageType parsed = MessageTypeParser.parseMessageType(schema);
        return parsed.getFields();
    }

    private static String describe(Type column) {
        if (column.isPrimitive()) {
            return column.getName() + " " + name(column);
        }
        Type element = column.asGroupType().getType(0).asGroupType().getType(0);
        return column.getName() + " list of " + name(element);
    }

    private static String name(Type type) {
        String primitive =
                type.asPrimitiveType().getPrimitiveTypeName().toString().toLowerCase(Locale.ROOT);
        return type.getLogicalTypeAnnotation() == null
                ? primitive
                : primitive + " (" + type.getLogicalTypeAnnotation() + ")";
    }
}
