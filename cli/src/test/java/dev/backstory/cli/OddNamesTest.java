package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole run in a folder whose name is a pattern and not ASCII, from files of such names, in the locale of cron. */
class OddNamesTest {
    @TempDir
    Path dir;

    @Test
    void aRunPublishesInAnyFolderAndInAnyLocale() throws IOException {
        Path folder = Files.createDirectories(dir.resolve("kläuse [x] {a,b} 100% #?*"));
        Path config = folder.resolve("pipeline.yaml");
        Files.writeString(config, """
                name: shop
                lake: lake [x]
                history: {length: 3, missing-days: warn}
                sources:
                  clicks: {format: json, path: raw/clicks}
                  impressions: {format: csv, path: raw/shown ü}
                """);
        Path clicks = Files.createDirectories(folder.resolve("raw/clicks"));
        int item = 0;
        for (String name : List.of("a", "b", "export [1]", "ü", "*", "{c,d}")) {
            item++;
            Files.writeString(
                    clicks.resolve(name + ".json"),
                    "{\"dt\":\"2025-08-01\",\"customer_id\":1,\"item_id\":%d,\"click_time\":\"2025-08-01T10:00:00Z\"}\n"
                            .formatted(item));
        }
        Files.writeString(
                Files.createDirectories(folder.resolve("raw/shown ü")).resolve("[ä].csv"),
                "dt,ranking_id,customer_id,impressions\n2025-08-01,r,1,\"[{\"\"item_id\"\":5,\"\"is_order\"\":false}]\"\n");
        Backstory backstory = new Backstory(dir);

        Backstory.Result result = backstory.finish(backstory.start(
                List.of("env", "-u", "LANG", "-u", "LC_CTYPE", "LC_ALL=C"),
                "run",
                "--config",
                config.toString(),
                "--dt",
                "2025-08-01"));

        assertThat(result.exit()).as(result.everything()).isZero();
        assertThat(result.out())
                .contains("clicks: read 6, kept 6, rejected 0 (")
                .contains("1 of 1 days published, 1 training rows");
    }
}
