package dev.backstory.cli.init;

import dev.backstory.core.config.input.CsvSettings;
import dev.backstory.core.text.StrictUtf8;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a csv file is written, guessed from its first bytes.
 *
 * @param settings without nulls
 * @param columns names of its columns: those of its header, or c1, c2, … where it has none
 * @param hasHeader whether its first line names the columns
 */
record CsvWriting(CsvSettings settings, List<String> columns, boolean hasHeader) {
    private static final int LINES = 50;
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');
    private static final Pattern DATA =
            Pattern.compile("[-+]?[0-9][0-9.,:eE+ /-]*|[0-9a-fA-F-]{32,}|.*[0-9]{4}-[0-9]{2}-[0-9]{2}.*");
    private static final char MARK = '\uFEFF';

    /** @param isWhole whether the bytes are the whole file; else the last line is cut and does not count */
    static Optional<CsvWriting> of(byte[] head, boolean isWhole) {
        Charset charset = charset(head, isWhole);
        List<String> lines = lines(new String(head, charset), isWhole);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        char separator = separator(lines);
        List<String> first = split(lines.get(0), separator);
        if (first.size() < 2) {
            return Optional.empty();
        }
        boolean hasHeader = isHeader(first);
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            columns.add(hasHeader ? first.get(i).strip() : "c" + (i + 1));
        }
        return Optional.of(
                new CsvWriting(settings(separator, charset, hasHeader ? List.of() : columns), columns, hasHeader));
    }

    private static CsvSettings settings(char separator, Charset charset, List<String> header) {
        String name = separator == '\t' ? "tab" : String.valueOf(separator);
        return new CsvSettings(name, CsvSettings.STANDARD.quote(), charset.name(), header, List.of());
    }

    CsvWriting withNulls(List<String> nulls) {
        return new CsvWriting(
                new CsvSettings(settings.separator(), settings.quote(), settings.encoding(), settings.header(), nulls),
                columns,
                hasHeader);
    }

    CsvWriting withHeader(List<String> header) {
        return new CsvWriting(
                new CsvSettings(settings.separator(), settings.quote(), settings.encoding(), header, settings.nulls()),
                header,
                hasHeader);
    }

    /**
     * UTF-8 if the bytes are valid UTF-8; almost everything else that shops export is in the Western code page of
     * Windows.
     */
    private static Charset charset(byte[] head, boolean isWhole) {
        // The head may end within a character.
        int cut = isWhole ? 0 : 4;
        for (int less = 0; less <= cut && less <= head.length; less++) {
            if (StrictUtf8.text(head, 0, head.length - less) != null) {
                return StandardCharsets.UTF_8;
            }
        }
        return Charset.forName("windows-1252");
    }

    private static List<String> lines(String text, boolean isWhole) {
        String plain = !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
        List<String> lines = new ArrayList<>(List.of(plain.split("\r\n|\n|\r", -1)));
        if (!isWhole && lines.size() > 1) {
            lines.remove(lines.size() - 1);
        }
        lines.removeIf(String::isEmpty);
        return lines.subList(0, Math.min(lines.size(), LINES));
    }

    /** The one by which most lines have as many fields as the first; of several, the one of the most fields. */
    private static char separator(List<String> lines) {
        char best = SEPARATORS.get(0);
        long bestScore = 0;
        for (char separator : SEPARATORS) {
            int fields = split(lines.get(0), separator).size();
            long alike = lines.stream()
                    .filter(line -> split(line, separator).size() == fields)
                    .count();
            long score = fields < 2 ? 0 : alike * 1000 + fields;
            if (score > bestScore) {
                best = separator;
                bestScore = score;
            }
        }
        return best;
    }

    /** Splits a line well enough to find the separator; the real reading of fields is the reader's. */
    private static List<String> split(String line, char separator) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    /** Names all differ, and at most one is empty: the index column that pandas writes. */
    private static boolean isHeader(List<String> first) {
        boolean areDifferent = new HashSet<>(first).size() == first.size();
        long empty = first.stream().filter(String::isBlank).count();
        return areDifferent
                && empty <= 1
                && first.stream().noneMatch(field -> DATA.matcher(field.strip()).matches());
    }
}
