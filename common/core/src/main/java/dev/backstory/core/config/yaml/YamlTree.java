package dev.backstory.core.config.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads YAML into located nodes, and reports what strict YAML rejects: duplicate keys, aliases, tags, more documents. */
final class YamlTree {
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build();

    /** Takes over the keys of an alias, which is reported already. */
    private static final String MERGE = "<<";

    private final YAMLParser parser;
    private final Problems problems;

    private YamlTree(YAMLParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** The tree of the only document, or null when it cannot be read; then there are problems. */
    static @Nullable Node parse(String text, Problems problems) {
        try (YAMLParser parser = YAML.createParser(text)) {
            return new YamlTree(parser, problems).document();
        } catch (JsonProcessingException e) {
            reportSyntax(e, problems);
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("A text in memory could not be read", e);
        }
    }

    private static void reportSyntax(JsonProcessingException e, Problems problems) {
        int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
        String reason = e.getOriginalMessage().lines().findFirst().orElse("cannot be read");
        if (e.getCause() instanceof MarkedYAMLException marked) {
            line = marked.getProblemMark().getLine() + 1;
            reason = marked.getProblem();
        }
        if (reason.contains("TAB")) {
            problems.add(line, "", "a tab cannot indent in YAML; use spaces");
        } else if (reason.equals("could not find expected ':'")) {
            problems.add(
                    line,
                    "",
                    "is not valid YAML: this line, or the one before, is no 'key: value';"
                            + " write a colon and a space behind each key");
        } else {
            problems.add(
                    line,
                    "",
                    "is not valid YAML: " + reason
                            + "; check the indentation, and quote strings with special characters");
        }
    }

    private @Nullable Node document() throws IOException {
        if (parser.nextToken() == null) {
            return empty();
        }
        Node root = value("");
        if (root instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NOTHING) {
            return empty();
        }
        if (parser.nextToken() != null) {
            problems.add(line(), "", "a second document begins here; a config is one document, so remove the rest");
        }
        return root;
    }

    private @Nullable Node empty() {
        problems.add(1, "", "the file is empty; it needs at least name, lake and sources");
        return null;
    }

    /** The value at the current token, which is left at its last token. */
    private Node value(String path) throws IOException {
        reportSharing(path);
        int line = line();
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(line, path);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Node> nodes = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                nodes.add(value(path + "[" + nodes.size() + "]"));
            }
            return new Node.Items(line, nodes);
        }
        String text = parser.getText();
        Node.Kind kind = parser.isCurrentAlias() ? Node.Kind.ALIAS : kind(token);
        return new Node.Scalar(line, kind, text == null ? "" : text);
    }

    private Node mapping(int line, String path) throws IOException {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.getCurrentName();
            int keyLine = line();
            String keyPath = path.isEmpty() ? key : path + "." + key;
            parser.nextToken();
            Node.Entry entry = new Node.Entry(keyLine, value(keyPath));
            if (key.equals(MERGE)) {
                continue;
            }
            Node.Entry earlier = entries.putIfAbsent(key, entry);
            if (earlier != null) {
                problems.add(keyLine, keyPath, "duplicate key; first defined on line " + earlier.line());
            }
        }
        return new Node.Mapping(line, entries);
    }

    /** Quotes nothing: what looks like an alias, an anchor or a tag may be a password without quotes. */
    private void reportSharing(String path) throws IOException {
        if (parser.isCurrentAlias()) {
            problems.add(line(), path, "an alias (*) is given; write the value out, or quote the string");
        } else if (parser.getObjectId() != null) {
            problems.add(line(), path, "an anchor (&) is given; remove it, or quote the string");
        }
        if (parser.getTypeId() != null) {
            problems.add(line(), path, "a tag (!) is given; remove it, or quote the string");
        }
    }

    private static Node.Kind kind(JsonToken token) {
        return switch (token) {
            case VALUE_NUMBER_INT -> Node.Kind.INTEGER;
            case VALUE_NUMBER_FLOAT -> Node.Kind.DECIMAL;
            case VALUE_TRUE, VALUE_FALSE -> Node.Kind.BOOLEAN;
            case VALUE_NULL -> Node.Kind.NOTHING;
            default -> Node.Kind.TEXT;
        };
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
