package dev.backstory.cli.init;

import dev.backstory.core.calendar.TimeFormat;
import dev.backstory.core.config.input.Layout;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which column of a source is what. */
final class SourceGuess {
    private static final int SHOWN = 3;

    /** As the audit has it by default: more rejected rows fail a day. */
    private static final double FEW_NULLS = 0.01;

    private final SourceKind kind;
    private final FoundSource found;
    private final List<ColumnProfile> columns;
    private final ProposedSource proposed;
    private @Nullable String missing;

    private SourceGuess(SourceKind kind, FoundSource found) {
        this.kind = kind;
        this.found = found;
        this.columns = found.profile().columns();
        this.proposed = new ProposedSource(kind, found);
    }

    /** A source, or why there is none. */
    record Result(@Nullable ProposedSource source, @Nullable String missing) {}

    static Result of(SourceKind kind, FoundSource found) {
        SourceGuess guess = new SourceGuess(kind, found);
        guess.guess();
        return guess.missing == null ? new Result(guess.proposed, null) : new Result(null, guess.missing);
    }

    private void guess() {
        if (kind == SourceKind.EVENTS) {
            types();
        }
        pick("customer_id", ColumnNames.CUSTOMER, column -> !column.isList());
        if (kind == SourceKind.IMPRESSIONS) {
            shown();
        } else {
            pick("item_id", ColumnNames.ITEM, column -> !column.isList());
        }
        if (missing == null) {
            daysAndTimes();
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
                        () -> missing = "no column of types with values such as view, cart or purchase");
    }

    /** Maps the likeliest column, and names others in doubt. */
    private void pick(String logical, ColumnNames names, Predicate<ColumnProfile> fits) {
        List<ColumnProfile> candidates = names.among(
                columns, column -> !column.values().isEmpty() && !proposed.isTaken(column) && fits.test(column));
        if (candidates.isEmpty()) {
            missing = missing == null ? "no column that could be the " + logical : missing;
            return;
        }
        proposed.map(logical, candidates.get(0));
        doubtOthers(logical, names, candidates);
    }

    private void doubtOthers(String logical, ColumnNames names, List<ColumnProfile> candidates) {
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

    private void shown() {
        Optional<ColumnProfile> list = columns.stream()
                .filter(column -> column.isListOfStructs() && SourceKind.isListOfItems(column))
                .findFirst();
        if (list.isPresent()) {
            structs(list.get());
            return;
        }
        List<ColumnProfile> lists =
                columns.stream().filter(SourceKind::isListOfItems).toList();
        List<ColumnProfile> likely = ColumnNames.SHOWN.among(lists, column -> true);
        if (!lists.isEmpty()) {
            lists(likely.isEmpty() ? lists.get(0) : likely.get(0));
        } else {
            rows();
        }
    }

    private void structs(ColumnProfile structs) {
        proposed.map("impressions", structs);
        ColumnProfile item = SourceKind.itemField(structs).orElseThrow();
        proposed.map("item_id", item);
        label(structs.fields());
        rankingOfLists();
    }

    private void lists(ColumnProfile items) {
        proposed.layout(Layout.LISTS, 0);
        proposed.map("item_id", items);
        List<ColumnProfile> others = columns.stream()
                .filter(column -> column.isList() && !column.isListOfStructs() && column != items)
                .toList();
        List<ColumnProfile> flags = others.stream().filter(SourceKind::isFlag).toList();
        List<ColumnProfile> labels = ColumnNames.LABEL.among(flags, column -> true);
        List<ColumnProfile> ordered = ColumnNames.ORDERED.among(
                others.stream().filter(column -> !SourceKind.isFlag(column)).toList(), column -> true);
        if (!flags.isEmpty()) {
            proposed.map("is_order", labels.isEmpty() ? flags.get(0) : labels.get(0));
            doubtClicks(labels.isEmpty() ? flags.get(0) : labels.get(0));
        } else if (!ordered.isEmpty()) {
            proposed.map("ordered", ordered.get(0));
            doubtClicks(ordered.get(0));
        } else {
            noLabel(others);
        }
        rankingOfLists();
    }

    private void rows() {
        pick("item_id", ColumnNames.ITEM, column -> !column.isList());
        label(columns);
        List<ColumnProfile> positions =
                ColumnNames.POSITION.among(columns, column -> !proposed.isTaken(column) && isWhole(column));
        int first = 0;
        if (!positions.isEmpty()) {
            ColumnProfile position = positions.get(0);
            proposed.map("position", position);
            long least = position.values().stream()
                    .filter(value -> value.matches("[0-9]{1,9}"))
                    .mapToLong(Long::parseLong)
                    .min()
                    .orElse(0);
            first = least == 0 ? 0 : 1;
            if (least > 1) {
                proposed.doubt("the least " + position.name() + " is " + least + ": is the first position 0 or 1?");
            }
        } else {
            proposed.doubt("no column has the positions: items of an impression are numbered by their ids");
        }
        proposed.layout(Layout.ROWS, first);
        List<ColumnProfile> rankings =
                ColumnNames.RANKING.among(columns, column -> !column.isList() && !proposed.isTaken(column));
        if (!rankings.isEmpty()) {
            proposed.map("ranking_id", rankings.get(0));
            doubtOthers("ranking_id", ColumnNames.RANKING, rankings);
        } else {
            proposed.without("ranking_id");
            proposed.doubt("no column has a ranking id: rows of a customer at one time are one impression");
        }
    }

    private static boolean isWhole(ColumnProfile column) {
        return !column.isList() && column.isMostly(value -> value.matches("[0-9]{1,9}"));
    }

    /** A ranking id by its name, or a column of ids that differ in every row. */
    private void rankingOfLists() {
        List<ColumnProfile> rankings = ColumnNames.RANKING.among(
                columns, column -> !column.isList() && !column.values().isEmpty() && !proposed.isTaken(column));
        Optional<ColumnProfile> ranking = rankings.stream()
                .findFirst()
                .or(() -> columns.stream()
                        .filter(column -> !column.isList() && !proposed.isTaken(column))
                        .filter(column -> column.name().toLowerCase(Locale.ROOT).endsWith("id"))
                        .filter(column -> column.values().size() > 1
                                && column.distinct().size() == column.values().size())
                        .findFirst());
        ranking.ifPresentOrElse(column -> proposed.map("ranking_id", column), () -> proposed.without("ranking_id"));
    }

    private void label(List<ColumnProfile> among) {
        List<ColumnProfile> free =
                among.stream().filter(column -> !proposed.isTaken(column)).toList();
        Optional<ColumnProfile> label = SourceKind.label(free);
        if (label.isPresent()) {
            proposed.map("is_order", label.get());
            doubtClicks(label.get());
        } else {
            noLabel(free);
        }
    }

    private void noLabel(List<ColumnProfile> among) {
        proposed.without("is_order");
        List<ColumnProfile> named = ColumnNames.LABEL.among(among, column -> !column.isList());
        proposed.doubt(
                named.isEmpty()
                        ? "nothing says what was ordered: labels are null"
                        : named.get(0).name() + " has other values than 0 and 1 (" + some(named.get(0))
                                + ") and is no label: labels are null");
    }

    private void doubtClicks(ColumnProfile label) {
        if (label.name().toLowerCase(Locale.ROOT).contains("click")) {
            proposed.doubt("the label is " + label.name() + ": it says what was clicked, not what was ordered");
        }
    }

    private static String some(ColumnProfile column) {
        return new TreeSet<>(column.values()).stream().limit(SHOWN).collect(Collectors.joining(", ")) + ", …";
    }

    private String timeName() {
        return kind == SourceKind.IMPRESSIONS ? "impression_time" : "action_time";
    }

    private void daysAndTimes() {
        List<ColumnProfile> times =
                ColumnNames.TIME.among(columns, column -> isTime(column) && !proposed.isTaken(column));
        if (times.isEmpty()) {
            times = columns.stream()
                    .filter(column -> isTime(column) && !proposed.isTaken(column))
                    .toList();
        }
        List<ColumnProfile> days = ColumnNames.DAY.among(columns, column -> isDay(column) && !proposed.isTaken(column));
        Optional<ColumnProfile> day = days.stream()
                .filter(ColumnProfile::isFolder)
                .findFirst()
                .or(() -> days.stream().findFirst());
        boolean needsTime = kind != SourceKind.IMPRESSIONS || proposed.isWithoutRanking() || day.isEmpty();
        if (day.isPresent()) {
            proposed.map("dt", day.get());
            proposed.days(TimeGuess.of(day.get()).orElseThrow());
        } else {
            proposed.dayFromTime();
        }
        if (!times.isEmpty()) {
            if (needsTime) {
                proposed.map(timeName(), times.get(0));
                proposed.times(TimeGuess.of(times.get(0)).orElseThrow());
                doubtOthers(timeName(), ColumnNames.TIME, times);
                doubtFormat(times.get(0), TimeGuess.of(times.get(0)).orElseThrow());
            }
        } else if (day.isEmpty()) {
            missing = "no column has days or times of a writing that is known";
        } else {
            onlyDays(day.get(), needsTime);
        }
        day.ifPresent(column -> doubtFormat(column, TimeGuess.of(column).orElseThrow()));
    }

    private void onlyDays(ColumnProfile day, boolean needsTime) {
        if (!needsTime) {
            return;
        }
        TimeGuess guess = TimeGuess.of(day).orElseThrow();
        if (kind == SourceKind.ORDERS) {
            proposed.without("action_time");
            proposed.doubt("there are days and no times: orders are at the start of their day");
            return;
        }
        proposed.unmap("dt");
        proposed.dayFromTime();
        proposed.map(timeName(), day);
        proposed.days(new TimeGuess(TimeFormat.ISO, true, false, null));
        proposed.times(new TimeGuess(
                TimeFormat.isIso(guess.format()) ? "yyyy-MM-dd" : guess.format(), true, false, guess.other()));
        proposed.doubt("there are days and no times: all actions of a day are at its start");
    }

    private void doubtFormat(ColumnProfile column, TimeGuess guess) {
        if (guess.other() != null) {
            proposed.doubt(column.name() + " is read as " + guess.format() + "; it could be " + guess.other()
                    + ", which makes another day of it");
        }
    }

    private static boolean isTime(ColumnProfile column) {
        return TimeGuess.of(column).filter(guess -> !guess.isDay()).isPresent();
    }

    private static boolean isDay(ColumnProfile column) {
        return TimeGuess.of(column).filter(TimeGuess::isDay).isPresent();
    }

    /** Rows without a customer are filtered out where there are so many that they would fail the day. */
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

    /** Words for null in columns that are read. */
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
