package dev.backstory.spark.odd;

import dev.backstory.core.config.input.Format;
import dev.backstory.spark.odd.OddFile.Fate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Fills the folder of a source with odd files, and knows what must become of each. */
final class OddFolder {
    private static final List<String> NAMES = List.of(
            "a",
            "export [1]",
            "{x,y}",
            "all*",
            "what?",
            "back\\slash",
            "100%",
            "a%20b",
            "#1",
            "k=v",
            "ü ñ 名",
            "x^y",
            "two  spaces",
            "-dash",
            "a:b",
            "new\nline",
            "'quoted'",
            "a+b&c",
            "semi;colon",
            "~tilde",
            "dot.",
            "e\u0301");
    private static final List<OddCompression> COMPRESSIONS = List.of(OddCompression.values());
    private static final List<String> FOLDERS = List.of("value=7", "hour=", "=", "l=v=w", "part=%5B1%5D", "deep/er");

    private final Format format;
    private final OddTable table;
    private final Path root;
    private final Path elsewhere;
    private final Random random;
    private final List<OddFile> files = new ArrayList<>();
    private int rows;

    @SuppressWarnings("ArrayRecordComponent") // Of one method, and never compared.
    private record Content(byte[] bytes, String ending, String what, List<OddRow> rows, Fate fate) {
        Content as(String how, byte[] changed, Fate other) {
            return new Content(changed, ending, what + ", " + how, rows, other);
        }

        Content named(String otherEnding, Fate other) {
            return new Content(bytes, otherEnding, what, rows, other);
        }
    }

    private OddFolder(Format format, OddTable table, Path root, Path elsewhere, Random random) {
        this.format = format;
        this.table = table;
        this.root = root;
        this.elsewhere = elsewhere;
        this.random = random;
    }

    /**
     * Fills a folder.
     *
     * @param root of the source; made
     * @param elsewhere an empty folder for what links lead to
     */
    static List<OddFile> fill(Format format, OddTable table, Path root, Path elsewhere, long seed) throws IOException {
        OddFolder folder = new OddFolder(format, table, root, elsewhere, new Random(seed));
        Files.createDirectories(root);
        folder.fill();
        return folder.files;
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private boolean isText() {
        return format == Format.JSON || format == Format.CSV;
    }

    private void fill() throws IOException {
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            Content content = isText() ? text(i == 0) : binary();
            place(content, i + NAMES.get(random.nextInt(NAMES.size())) + content.ending());
        }
        if (oneIn(12)) {
            String name = oneIn(2) ? "dead" : "loop";
            Files.createSymbolicLink(root.resolve(name), name.equals("loop") ? Path.of(".") : Path.of("nowhere"));
            put(name, "a link", Fate.REFUSED);
        }
        if (oneIn(20)) {
            String log = oneIn(2) ? "_delta_log" : "_spark_metadata";
            Files.createDirectory(root.resolve(log));
            put(log, "a log", Fate.REFUSED);
        }
        if (oneIn(8)) {
            String name = List.of("_hidden", ".hidden", "copy._COPYING_").get(random.nextInt(3));
            Files.write(root.resolve(name), new byte[] {1, 2, 3});
        }
    }

    private void put(String name, String what, Fate fate) {
        files.add(new OddFile(name, what, List.of(), fate, null));
    }

    private void place(Content content, String name) throws IOException {
        LocalDate day = null;
        Path folder = root;
        if (oneIn(4)) {
            day = oneIn(4) ? OddRow.NOT_ASKED : OddRow.ASKED.get(random.nextInt(2));
            folder = root.resolve(table.day() + "=" + day);
        }
        if (oneIn(4)) {
            folder = folder.resolve(FOLDERS.get(random.nextInt(FOLDERS.size())));
        }
        if (oneIn(4)) {
            folder = folder.resolve(NAMES.get(random.nextInt(NAMES.size())));
        }
        Files.createDirectories(folder);
        Path file = folder.resolve(name);
        if (oneIn(8)) {
            Path real = elsewhere.resolve("real" + files.size());
            Files.write(real, content.bytes());
            Files.createSymbolicLink(file, real);
            if (oneIn(2)) {
                Files.createSymbolicLink(folder.resolve("z" + name), Path.of(name));
            }
        } else {
            Files.write(file, content.bytes());
            if (oneIn(8)) {
                Files.createSymbolicLink(folder.resolve("z" + name), Path.of(name));
            }
        }
        boolean isOpened = !OddRow.NOT_ASKED.equals(day);
        files.add(new OddFile(
                name,
                root.relativize(file) + ": " + content.what(),
                isOpened ? content.rows() : List.of(),
                isOpened ? content.fate() : Fate.READ,
                day));
    }

    private List<OddRow> rows(boolean plain) {
        List<OddRow> some = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            some.add(OddRow.of(++rows, table, plain && i == 0 ? new Plain() : random, isText()));
        }
        return some;
    }

    /** Always the first of all choices but for the defect, of which it has none. */
    private static final class Plain extends Random {
        private static final long serialVersionUID = 1L;

        @Override
        public int nextInt(int bound) {
            return bound - 1 == 3 ? 3 : 0;
        }
    }

    /** @param first so that there is a row with all columns */
    private Content text(boolean first) throws IOException {
        List<OddRow> some = rows(first);
        OddText text = new OddText(table, random);
        boolean isJson = format == Format.JSON;
        if (!first && oneIn(10)) {
            return odd(text, some);
        }
        Content content = new Content(
                isJson ? text.json(some) : text.csv(some),
                "." + format.name().toLowerCase(Locale.ROOT),
                "text",
                some,
                Fate.READ);
        return oneIn(2) ? content : compressed(content);
    }

    private Content odd(OddText text, List<OddRow> some) throws IOException {
        String ending = any(".json", ".csv", "");
        return switch (random.nextInt(4)) {
            case 0 -> new Content(new byte[0], ending, "nothing", List.of(), Fate.READ);
            case 1 ->
                new Content(new OddParquet(table, random).of(some, elsewhere), ending, "parquet", some, Fate.REFUSED);
            case 2 ->
                format == Format.JSON
                        ? new Content(text.csv(some), ending, "csv", some, Fate.GARBLED)
                        : new Content(text.json(some), ending, "json", some, Fate.REFUSED);
            default ->
                format == Format.JSON
                        ? new Content(text.wholeJson(some), ending, "whole json", some, Fate.REFUSED)
                        : new Content(new byte[] {1, 2, 0, 3}, ending, "bytes", some, Fate.REFUSED);
        };
    }

    private Content compressed(Content plain) throws IOException {
        OddCompression compression = COMPRESSIONS.get(random.nextInt(COMPRESSIONS.size()));
        byte[] bytes = compression.of(plain.bytes());
        String what = compression.toString();
        if (compression.isRead() && compression != OddCompression.NONE && oneIn(4)) {
            bytes = OddCompression.joined(bytes, compression.of(new byte[0]));
            what += " twice";
        }
        Fate fate = compression.isRead() ? Fate.READ : Fate.REFUSED;
        String usual = plain.ending() + "." + compression.ending();
        if (compression == OddCompression.RAW_SNAPPY) {
            // Without a name that tells it, it is a text with odd characters.
            return plain.as(what, bytes, fate).named(usual, fate);
        }
        if (compression == OddCompression.NONE) {
            return oneIn(2)
                    ? plain
                    : plain.as("named so", bytes, Fate.REFUSED)
                            .named(plain.ending() + any(".gz", ".ZST", ".xz", ".zip", ".br"), Fate.REFUSED);
        }
        String ending = any(usual, usual.toUpperCase(Locale.ROOT), plain.ending(), plain.ending() + ".gz", "");
        Content whole = plain.as(what, bytes, fate).named(ending, fate);
        if (fate == Fate.READ && oneIn(3)) {
            return damaged(whole, compression);
        }
        return whole;
    }

    private Content damaged(Content whole, OddCompression compression) {
        byte[] bytes = whole.bytes();
        if (compression.hasEnd() && oneIn(2)) {
            int length = bytes.length / 2 + random.nextInt(bytes.length - bytes.length / 2);
            // What is cut where a second stream would begin looks whole.
            Fate fate = whole.what().endsWith("twice") ? Fate.EITHER : Fate.REFUSED;
            return whole.as("cut", Arrays.copyOf(bytes, length), fate);
        }
        byte[] changed = bytes.clone();
        changed[10 + random.nextInt(bytes.length - 10)] ^= (byte) (1 << random.nextInt(8));
        return whole.as("changed", changed, Fate.EITHER);
    }

    private Content binary() throws IOException {
        List<OddRow> some = rows(false);
        boolean isParquet = format == Format.PARQUET;
        byte[] bytes;
        if (isParquet) {
            OddParquet parquet = new OddParquet(table, random);
            bytes = parquet.of(some, elsewhere);
            some = parquet.isInMillis() ? some.stream().map(OddRow::inMillis).toList() : some;
        } else {
            bytes = new OddOrc(table, random).of(some, elsewhere);
        }
        Content whole = new Content(
                bytes, any("." + format.name().toLowerCase(Locale.ROOT), "", ".gz"), "columns", some, Fate.READ);
        if (!oneIn(4)) {
            return whole;
        }
        return switch (random.nextInt(4)) {
            case 0 -> whole.as("cut", Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length - 1)), Fate.REFUSED);
            case 1 -> whole.as("longer", OddCompression.joined(bytes, new byte[] {1, 2, 3}), Fate.REFUSED);
            case 2 ->
                new Content(new byte[0], whole.ending(), "nothing", List.of(), isParquet ? Fate.REFUSED : Fate.READ);
            default ->
                isParquet
                        ? changed(whole)
                        : new Content(
                                "{}\n".getBytes(StandardCharsets.UTF_8), whole.ending(), "text", some, Fate.REFUSED);
        };
    }

    /** A changed byte in what checksums cover: the pages, which are before the footer. */
    private Content changed(Content whole) {
        byte[] bytes = whole.bytes().clone();
        int tail = bytes.length - 8;
        int footer =
                ByteBuffer.wrap(bytes, tail, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
        bytes[4 + random.nextInt(tail - footer - 4)] ^= (byte) (1 << random.nextInt(8));
        return whole.as("changed", bytes, Fate.EITHER);
    }

    private String any(String... some) {
        return some[random.nextInt(some.length)];
    }
}
