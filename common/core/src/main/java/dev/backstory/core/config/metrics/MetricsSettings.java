package dev.backstory.core.config.metrics;

import dev.backstory.core.config.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * Where the figures of each run are sent.
 *
 * @param statsd host and port; null when nothing is sent
 */
public record MetricsSettings(
        @Key(
                doc = "A StatsD server that knows tags; without it nothing is sent.",
                example = "localhost:8125",
                pattern = "([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}",
                patternDoc = "host:port, such as localhost:8125")
        @Nullable
        String statsd,

        @Key(
                doc = "What the names of all metrics begin with.",
                example = "shop_training",
                defaultValue = "backstory",
                pattern = "[A-Za-z][A-Za-z0-9_]*(\\.[A-Za-z][A-Za-z0-9_]*)*",
                patternDoc = "words of letters, digits and _, with dots between them")
        String prefix) {}
