package dev.backstory.cli.init;

import dev.backstory.cli.init.column.ColumnNames;
import dev.backstory.cli.init.column.ColumnProfile;
import dev.backstory.cli.init.column.TypeGuess;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The kinds of sources that a config has. */
enum SourceKind {
    IMPRESSIONS(
            "impression|shown|ranking|slate|exposure|recommend|offer|(?<!ob)served|serving|display|listing|bandit|searchresult"),
    EVENTS("event|interaction|behavio|activity|tracking"),
    CLICKS("click|(?<!re)view|pageview|visit|browse"),
    CARTS("cart|basket|wishlist"),
    ORDERS("order|purchase|transaction|sale|buy|checkout|invoice");

    private static final Set<String> FLAGS = Set.of("0", "1", "true", "false");

    private final Pattern words;

    SourceKind(String words) {
        this.words = Pattern.compile(words);
    }

    String source() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind by the name of a file or folder. */
    static Optional<SourceKind> ofName(String name) {
        return Stream.of(values())
                .filter(kind -> kind.words.matcher(plain(name)).find())
                .findFirst();
    }

    /** The kind by the contents, and then by the name. */
    static Optional<SourceKind> of(FoundSource found) {
        List<ColumnProfile> columns = found.profile().columns();
        String name = found.name();
        Optional<SourceKind> named = ofName(name);
        boolean showsLists = columns.stream().anyMatch(SourceKind::isListOfItems);
        if (showsLists || named.equals(Optional.of(IMPRESSIONS))) {
            return Optional.of(IMPRESSIONS);
        }
        if (typeColumn(columns).isPresent()) {
            return Optional.of(EVENTS);
        }
        boolean hasPlaces =
                !ColumnNames.POSITION.among(columns, column -> !column.isList()).isEmpty();
        if (hasPlaces && label(columns).isPresent()) {
            return Optional.of(IMPRESSIONS);
        }
        return Stream.of(CLICKS, CARTS, ORDERS)
                .filter(kind -> kind.words.matcher(plain(name)).find())
                .findFirst()
                .or(() -> ofColumns(columns));
    }

    private static Optional<SourceKind> ofColumns(List<ColumnProfile> columns) {
        return anyIs(columns, "(click|view).*(time|at|ts)|(time|at|ts).*click")
                ? Optional.of(CLICKS)
                : anyIs(columns, ".*(cart|basket).*")
                        ? Optional.of(CARTS)
                        : anyIs(columns, ".*(order|purchase|price|quantity|amount|sales).*")
                                ? Optional.of(ORDERS)
                                : Optional.empty();
    }

    private static boolean anyIs(List<ColumnProfile> columns, String pattern) {
        return columns.stream().anyMatch(column -> plain(column.name()).matches(pattern));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    /** The column that says what kind of event a row is. */
    static Optional<ColumnProfile> typeColumn(List<ColumnProfile> columns) {
        return ColumnNames.TYPE.among(columns, column -> TypeGuess.of(column).isPresent()).stream()
                .findFirst();
    }

    /** Whether it lists the items that were shown, as structs with an id or as ids. */
    static boolean isListOfItems(ColumnProfile column) {
        if (column.isListOfStructs()) {
            return itemField(column).isPresent();
        }
        return column.isList()
                && !isFlag(column)
                && !(ColumnNames.SHOWN.among(List.of(column), any -> true).isEmpty()
                        && ColumnNames.ITEM.among(List.of(column), any -> true).isEmpty());
    }

    /** The field of structs that is their item. */
    static Optional<ColumnProfile> itemField(ColumnProfile structs) {
        List<ColumnProfile> items = ColumnNames.ITEM.among(structs.fields(), field -> !field.isList());
        return items.isEmpty()
                ? structs.fields().stream()
                        .filter(field -> field.name().equalsIgnoreCase("id"))
                        .findFirst()
                : Optional.of(items.get(0));
    }

    /** The likeliest column of labels. */
    static Optional<ColumnProfile> label(List<ColumnProfile> columns) {
        return ColumnNames.LABEL.among(columns, column -> !column.isList() && isFlag(column)).stream()
                .findFirst();
    }

    /** Whether its values are true or false. */
    static boolean isFlag(ColumnProfile column) {
        return column.isMostly(value -> FLAGS.contains(value.toLowerCase(Locale.ROOT)));
    }
}
