package dev.backstory.cli.init;

import dev.backstory.cli.init.column.ColumnNames;
import dev.backstory.cli.init.column.ColumnProfile;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Chooses columns of a source by their names, names others in doubt, and says what is missing. */
final class ColumnChoice {
    /** At most this many other columns, or values, are named. */
    static final int SHOWN = 3;

    private final List<ColumnProfile> columns;
    private final ProposedSource proposed;
    private @Nullable String missing;

    ColumnChoice(List<ColumnProfile> columns, ProposedSource proposed) {
        this.columns = columns;
        this.proposed = proposed;
    }

    /** The first thing that no column was found for; null while nothing is missing. */
    @Nullable
    String missing() {
        return missing;
    }

    void miss(String what) {
        missing = missing == null ? what : missing;
    }

    /** Maps the likeliest column, and names others in doubt. */
    void pick(String logical, ColumnNames names, Predicate<ColumnProfile> fits) {
        List<ColumnProfile> candidates = names.among(
                columns, column -> !column.values().isEmpty() && !proposed.isTaken(column) && fits.test(column));
        if (candidates.isEmpty()) {
            miss("no column that could be the " + logical);
            return;
        }
        proposed.map(logical, candidates.get(0));
        doubtOthers(logical, names, candidates);
    }

    void doubtOthers(String logical, ColumnNames names, List<ColumnProfile> candidates) {
        ColumnProfile chosen = candidates.get(0);
        List<String> others = candidates.stream()
                .skip(1)
                .map(ColumnProfile::name)
                .filter(names::isUsual)
                .limit(SHOWN)
                .toList();
        if (!others.isEmpty()) {
            proposed.doubt(logical + " is " + chosen.name() + "; it could be " + String.join(" or ", others));
        } else if (!names.isUsual(chosen.name())) {
            proposed.doubt(logical + " is " + chosen.name() + ", by a word in its name");
        }
    }
}
