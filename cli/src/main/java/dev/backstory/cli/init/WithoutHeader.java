package dev.backstory.cli.init;

import dev.backstory.cli.init.column.ColumnProfile;
import dev.backstory.cli.init.column.TimeGuess;
import dev.backstory.cli.init.column.TypeGuess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Names for the columns of a file without a header, taken from their contents. */
final class WithoutHeader {
    private WithoutHeader() {}

    /** The source with telling names for its columns; the source itself if it has a header. */
    static FoundSource named(FoundSource found) {
        CsvWriting csv = found.csv();
        if (csv == null || csv.hasHeader()) {
            return found;
        }
        List<ColumnProfile> columns = found.profile().columns().stream()
                .filter(column -> !column.isFolder())
                .toList();
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            names.add(name(columns.get(i), taken).filter(taken::add).orElse("c" + (i + 1)));
        }
        return found.with(csv.withHeader(names), found.profile().named(names));
    }

    private static Optional<String> name(ColumnProfile column, Set<String> taken) {
        if (TypeGuess.of(column).isPresent()) {
            return Optional.of("event_type");
        }
        Optional<TimeGuess> time = TimeGuess.of(column);
        if (time.isPresent()) {
            return Optional.of(time.get().isDay() ? "dt" : "event_time");
        }
        if (column.values().isEmpty() || SourceKind.isFlag(column) || column.isMostly(value -> value.contains(" "))) {
            return Optional.empty();
        }
        return taken.contains("customer_id") ? Optional.of("item_id") : Optional.of("customer_id");
    }
}
