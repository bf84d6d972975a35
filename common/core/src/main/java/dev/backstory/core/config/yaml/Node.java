package dev.backstory.core.config.yaml;

import java.util.List;
import java.util.Map;

/** A value of the file and its line, counted from 1. */
sealed interface Node {
    int line();

    /** The value in a message. */
    String describe();

    /** What YAML takes a scalar for. */
    enum Kind {
        TEXT,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        NOTHING,
        /** Reported when it is read; nothing more is said about it. */
        ALIAS
    }

    record Scalar(int line, Kind kind, String text) implements Node {
        @Override
        public String describe() {
            return switch (kind) {
                case TEXT, ALIAS -> "'" + text + "'";
                case NOTHING -> "nothing";
                case INTEGER, DECIMAL, BOOLEAN -> text;
            };
        }
    }

    record Items(int line, List<Node> nodes) implements Node {
        @Override
        public String describe() {
            return "a list";
        }
    }

    record Mapping(int line, Map<String, Entry> entries) implements Node {
        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /** A value and the line of its key. */
    record Entry(int line, Node value) {}
}
