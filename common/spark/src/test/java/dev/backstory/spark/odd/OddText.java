package dev.backstory.spark.odd;

import dev.backstory.spark.odd.OddRow.Defect;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Rows as lines of json and as csv, spelled in every way that means the same, and in some that mean nothing. */
final class OddText {
    /** Becomes a byte that no UTF-8 has. */
    private static final char NO_UTF8 = '\uF8FF';

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS");

    private final OddTable table;
    private final Random random;

    OddText(OddTable table, Random random) {
        this.table = table;
        this.random = random;
    }

    byte[] json(List<OddRow> rows) {
        List<String> lines = new ArrayList<>();
        for (OddRow row : rows) {
            lines.add(" ".repeat(random.nextInt(2)) + line(row));
            if (random.nextInt(6) == 0) {
                lines.add(" ".repeat(random.nextInt(3)));
            }
        }
        return bytes(joined(lines, any("\n", "\r\n")));
    }

    /** One object over several lines, or an array of them: what is refused. */
    byte[] wholeJson(List<OddRow> rows) {
        List<String> objects = rows.stream()
                .map(row -> object(members(row)).replace("{", "{\n  "))
                .toList();
        String lines = String.join(",\n", objects);
        return bytes(
                switch (random.nextInt(3)) {
                    case 0 -> "[" + lines.replace("\n", " ") + "]\n";
                    case 1 -> "[\n" + lines + "\n]\n";
                    default -> String.join("\n", objects) + "\n";
                });
    }

    byte[] csv(List<OddRow> rows) {
        List<String> order =
                new ArrayList<>(List.of(table.day(), table.customer(), table.item(), table.last(), "more"));
        Collections.shuffle(order, random);
        List<String> header = new ArrayList<>(List.of("note"));
        for (String name : order) {
            header.add(quoted(random.nextInt(5) == 0 ? name.toUpperCase(Locale.ROOT) : name));
        }
        List<String> lines = new ArrayList<>(List.of(String.join(",", header)));
        for (OddRow row : rows) {
            lines.add(record(row, order));
            if (random.nextInt(8) == 0) {
                lines.add("");
            }
        }
        return bytes(joined(lines, any("\n", "\r\n", "\r")));
    }

    private String line(OddRow row) {
        List<String> members = members(row);
        if (row.defect() != Defect.OF_THE_TEXT) {
            Collections.shuffle(members, random);
            return object(members);
        }
        String customer = "\"" + table.customer() + "\":" + row.customer();
        List<String> others = new ArrayList<>(members);
        others.remove(0);
        return switch (random.nextInt(8)) {
            case 0 -> object(members).replaceFirst(".$", "");
            case 1 -> object(with(others, "\"Customer_Id\":1", "\"CUSTOMER_ID\":" + row.customer()));
            case 2 -> object(with(others, customer, customer));
            case 3 -> "just words " + row.mark();
            case 4 -> object(members) + object(List.of());
            case 5 -> object(members).replace("\"", "'");
            case 6 -> object(with(others, "\"" + table.customer() + "\":\"" + row.customer() + NO_UTF8 + "\""));
            default -> object(with(others, "\"" + table.customer() + "\":\"" + row.customer() + "\\ud800\""));
        };
    }

    private static List<String> with(List<String> members, String... more) {
        List<String> all = new ArrayList<>(members);
        all.addAll(List.of(more));
        return all;
    }

    /** The customer first. */
    private List<String> members(OddRow row) {
        List<String> members = new ArrayList<>();
        members.add(member(table.customer(), row.defect() == Defect.NULL_CUSTOMER ? "null" : number(row.customer())));
        members.add(member(
                table.day(),
                row.defect() == Defect.BAD_DAY
                        ? any("null", "\"soon\"", "\"2025-02-30\"", "7")
                        : "\"" + row.day() + "\""));
        if (table == OddTable.IMPRESSIONS) {
            members.add(member(table.last(), "\"" + row.ranking() + "\""));
            members.add(member(table.item(), items(row)));
        } else {
            members.add(member(table.last(), time(row)));
            members.add(member(table.item(), item(row, 0)));
        }
        members.add("\"note\":\"" + row.mark() + "\"");
        if (random.nextBoolean()) {
            members.add(any(
                    "\"more\":{\"" + table.item() + "\":999}",
                    "\"more\":[[],{\"a\":[1]}]",
                    "\"more\":\"\\u2028 \\\" \\\\ \\n \\ud83d\\ude00 ä\"",
                    "\"more\":\"caf" + NO_UTF8 + "\"",
                    "\"more\":12345678901234567890.5e3",
                    "\"\":null",
                    "\"" + table.item().toUpperCase(Locale.ROOT) + "_\":999"));
        }
        return members;
    }

    private String member(String name, String value) {
        String upper = name.toUpperCase(Locale.ROOT);
        return switch (random.nextInt(12)) {
            case 0 -> "\"" + upper + "\":" + value;
            case 1 -> "\"\\u00" + Integer.toHexString(name.charAt(0)) + name.substring(1) + "\": " + value;
            case 2 -> "\"" + name + "\":" + value + ",\"" + upper + "\":999";
            case 3 -> "\"" + upper + "\":999,\"" + name + "\" : " + value;
            default -> "\"" + name + "\":" + value;
        };
    }

    private static String object(List<String> members) {
        return "{" + String.join(",", members) + "}";
    }

    private String number(long value) {
        return any(Long.toString(value), "\"" + value + "\"");
    }

    private String item(OddRow row, int position) {
        Long item = row.itemPutIn(position);
        return item == null
                ? any("null", "\"x\"", "1.5", "9223372036854775808", "true", "{}", "[]")
                : item == 0 ? any("0", "-5", "\"0\"") : number(item);
    }

    /** An array of items as JSON. */
    String items(OddRow row) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < row.items().size(); i++) {
            Integer label = row.label(i);
            String flag =
                    label == null ? "null" : label == 1 ? any("1", "true", "\"1\"") : any("0", "false", "\"false\"");
            items.add("{\"item_id\":" + item(row, i) + any("", ",\"Item_ID\":999") + ",\"is_order\":" + flag + "}");
        }
        return "[" + String.join(",", items) + "]";
    }

    private String time(OddRow row) {
        return row.defect() == Defect.BAD_TIME
                ? any("null", "\"yesterday\"", "1755165600", "\"2025-08-14\"")
                : "\"" + timeText(row) + "\"";
    }

    /** The time of a row, in one of its spellings. */
    String timeText(OddRow row) {
        String wall = CLOCK.format(row.wallClock());
        return any(
                row.time().toString(),
                wall,
                wall.replace('T', ' '),
                wall.replace('.', ',') + "+02:00",
                wall + "999+0200",
                wall + "+02:00[Europe/Berlin]");
    }

    private String record(OddRow row, List<String> order) {
        List<String> cells = new ArrayList<>(List.of(row.mark()));
        for (String column : order) {
            cells.add(cell(row, column));
        }
        if (row.defect() != Defect.OF_THE_TEXT) {
            return String.join(",", cells);
        }
        int customer = 1 + order.indexOf(table.customer());
        switch (random.nextInt(5)) {
            case 0 -> cells.remove(cells.size() - 1);
            case 1 -> cells.add("more");
            case 2 -> cells.set(customer, "1\"2");
            case 3 -> cells.set(customer, "\"" + row.customer() + "\"2");
            default -> cells.set(customer, row.customer() + "" + NO_UTF8);
        }
        return String.join(",", cells);
    }

    private String cell(OddRow row, String column) {
        if (column.equals(table.day())) {
            return quoted(
                    row.defect() == Defect.BAD_DAY
                            ? any("", "soon", "2025-02-30")
                            : row.day().toString());
        }
        if (column.equals(table.customer())) {
            return row.defect() == Defect.NULL_CUSTOMER ? "" : quoted(Long.toString(row.customer()));
        }
        if (column.equals("more")) {
            return any("", "\"a,b\"", "\"line\nbreak\"", "\"say \"\"hi\"\"\"", "caf" + NO_UTF8, "ä😀");
        }
        if (table == OddTable.IMPRESSIONS) {
            return column.equals(table.last()) ? quoted(row.ranking()) : always(items(row));
        }
        if (column.equals(table.item())) {
            return item(row, 0)
                    .replaceAll("^null$", "")
                    .replaceAll("^\"|\"$", "")
                    .replaceAll("[{}\\[\\]]+", "x");
        }
        return row.defect() == Defect.BAD_TIME ? any("", "yesterday") : always(timeText(row));
    }

    private String quoted(String text) {
        return random.nextBoolean() || text.contains(",") ? always(text) : text;
    }

    private static String always(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private String joined(List<String> lines, String end) {
        return any("", "", "", "\uFEFF") + String.join(end, lines) + any("", end, end, end + end);
    }

    private String any(String... some) {
        return some[random.nextInt(some.length)];
    }

    private static byte[] bytes(String text) {
        // One character in ISO-8859-1 for every byte.
        String chars = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        String mark =
                new String(Character.toString(NO_UTF8).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return chars.replace(mark, "\u00ff").getBytes(StandardCharsets.ISO_8859_1);
    }
}
