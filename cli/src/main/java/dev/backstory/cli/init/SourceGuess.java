package dev.backstory.cli.init;

import dev.backstory.cli.init.column.ColumnNames;
import dev.backstory.cli.init.column.ColumnProfile;
import dev.backstory.cli.init.column.TypeGuess;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Guesses what each column of a source is. */
final class SourceGuess {
    /** The audit's default: with a larger share of rejected rows a day fails. */
    private static final double FEW_NULLS = 0.01;

    private final SourceKind kind;
    private final FoundSource found;
    private final List<ColumnProfile> columns;
    private final ProposedSource proposed;
    private final ColumnChoice choice;

    private SourceGuess(SourceKind kind, FoundSource found) {
        this.kind = kind;
        this.found = found;
        this.columns = found.profile().columns();
        this.proposed = new ProposedSource(kind, found);
        this.choice = new ColumnChoice(columns, proposed);
    }

    /** A source, or the reason why there is none. */
    record Result(@Nullable ProposedSource source, @Nullable String missing) {}

    static Result of(SourceKind kind, FoundSource found) {
        SourceGuess guess = new SourceGuess(kind, found);
        guess.guess();
        String missing = guess.choice.missing();
        return missing == null ? new Result(guess.proposed, null) : new Result(null, missing);
    }

    private void guess() {
        if (kind == SourceKind.EVENTS) {
            types();
        }
        choice.pick("customer_id", ColumnNames.CUSTOMER, column -> !column.isList());
        if (kind == SourceKind.IMPRESSIONS) {
            new ShownGuess(columns, proposed, choice).guess();
        } else {
            choice.pick("item_id", ColumnNames.ITEM, column -> !column.isList());
        }
        if (choice.missing() == null) {
            new DayAndTimeGuess(kind, columns, proposed, choice).guess();
            anonymous();
            nulls();
        }
    }

    private void types() {
        SourceKind.typeColumn(columns)
                .ifPresentOrElse(
                        column -> {
                            TypeGuess guess = TypeGuess.of(column).orElseThrow();
                            proposed.types(column, guess);
                            guess.ignored()
                                    .forEach(value -> proposed.doubt("'" + value + "' of " + column.name()
                                            + " is none of click, cart and order, and is ignored"));
                            guess.unknown()
                                    .forEach((value, rows) -> proposed.doubt(String.format(
                                            Locale.ROOT,
                                            "'%s' of %s (%,d of the first rows) is unknown and ignored: if it is a click, a cart"
                                                    + " or an order, move it to values",
                                            value,
                                            column.name(),
                                            rows)));
                        },
                        () -> choice.miss("no column of types with values such as view, cart or purchase"));
    }

    /** Filters out rows without a customer if there are enough of them to fail the day. */
    private void anonymous() {
        ColumnProfile customer = proposed.column("customer_id").orElseThrow();
        if (customer.nullShare() > FEW_NULLS) {
            proposed.filter(sqlName(customer.name()) + " is not null");
            proposed.doubt(String.format(
                    Locale.ROOT,
                    "%,d of the first rows have no %s: they are filtered out, and counted",
                    customer.nulls(),
                    customer.name()));
        }
    }

    private static String sqlName(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_.]*") ? name : "`" + name.replace("`", "``") + "`";
    }

    /** The words that stand for null in the columns that are read. */
    private void nulls() {
        CsvWriting csv = found.csv();
        if (csv == null) {
            return;
        }
        Set<String> nulls = new TreeSet<>();
        for (ColumnProfile column : proposed.mapped()) {
            nulls.addAll(column.nullWords());
        }
        if (!nulls.isEmpty()) {
            proposed.csv(csv.withNulls(List.copyOf(nulls)));
            proposed.doubt(String.join(", ", nulls) + " is read as null");
        }
    }
}
