package dev.backstory.cli.init;

import dev.backstory.cli.init.column.ColumnNames;
import dev.backstory.cli.init.column.ColumnProfile;
import dev.backstory.core.config.input.Layout;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which columns of a source of impressions have the items that were shown, their labels, and what was shown together. */
final class ShownGuess {
    private final List<ColumnProfile> columns;
    private final ProposedSource proposed;
    private final ColumnChoice choice;

    ShownGuess(List<ColumnProfile> columns, ProposedSource proposed, ColumnChoice choice) {
        this.columns = columns;
        this.proposed = proposed;
        this.choice = choice;
    }

    void guess() {
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
        choice.pick("item_id", ColumnNames.ITEM, column -> !column.isList());
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
            choice.doubtOthers("ranking_id", ColumnNames.RANKING, rankings);
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
        return new TreeSet<>(column.values()).stream().limit(ColumnChoice.SHOWN).collect(Collectors.joining(", "))
                + ", …";
    }
}
