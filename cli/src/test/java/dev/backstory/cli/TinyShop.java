package dev.backstory.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One click on one day, and nothing on the next: to be staged; then one is published, and one fails its audit. */
final class TinyShop {
    static final String DAY = "2025-08-14";
    static final String EMPTY_DAY = "2025-08-15";

    private TinyShop() {}

    /** Writes it under a folder; its lake is {@code folder/lake}, by an absolute path. Returns the config's path. */
    static Path writeTo(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("raw"));
        Files.writeString(folder.resolve("raw/clicks.json"), """
                {"dt": "2025-08-14", "customer_id": 1, "item_id": 5, "click_time": "2025-08-14T10:00:00Z"}
                """);
        return Files.writeString(folder.resolve("pipeline.yaml"), """
                name: shop
                lake: %1$s/lake
                sources:
                  clicks: {format: json, path: %1$s/raw/clicks.json}
                  impressions: {format: json, path: %1$s/raw/impressions.json}
                """.formatted(folder));
    }
}
