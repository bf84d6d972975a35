package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.command.CommandLines;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.IdKind;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.FaultyProxy.Request;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A month of a shop whose ids are texts, packed, and the histories of the day after it, on S3 and on a disk. */
@Tag("cluster")
class S3TextIdsAndPacksTest {
    private static final DayRange JULY = new DayRange(LocalDate.parse("2025-07-01"), LocalDate.parse("2025-07-31"));
    private static final LocalDate DAY = LocalDate.parse("2025-08-01");

    @TempDir
    Path folder;

    private OnS3 s3;

    @BeforeEach
    void start() throws IOException {
        s3 = new OnS3();
        StringBuilder clicks = new StringBuilder();
        for (LocalDate day : JULY.days()) {
            for (String customer : List.of("ann", "bob", "O'Brien \\\"the\\\"")) {
                clicks.append(
                        "{\"dt\":\"%1$s\",\"customer_id\":\"%2$s\",\"item_id\":\"%2$s-%3$d\",\"click_time\":\"%1$sT10:00:00Z\"}\n"
                                .formatted(day, customer, day.getDayOfMonth() % 7));
            }
        }
        Files.writeString(folder.resolve("clicks.jsonl"), clicks.toString());
        Files.writeString(folder.resolve("impressions.jsonl"), """
                {"dt":"2025-08-01","ranking_id":"r1","customer_id":"ann","impressions":[{"item_id":"ann-3","is_order":1},{"item_id":"new","is_order":0}]}
                {"dt":"2025-08-01","ranking_id":"r2","customer_id":"eve","impressions":[{"item_id":"bob-0","is_order":0}]}
                """);
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    @Test
    void areTheSameAsOnADisk() throws IOException {
        Lake disk = new Lake(
                folder.resolve("lake").toString(),
                new LakeFiles(SparkForTests.session().sparkContext().hadoopConfiguration()));
        Lake lake = s3.lake();

        build(config("disk.yaml", disk.root().toString()));
        build(config("s3.yaml", s3.root()));

        assertThat(PublishedRows.of(lake, DAY)).hasSize(3).isEqualTo(PublishedRows.of(disk, DAY));
        assertThat(PublishedRows.of(lake, DAY).get(0))
                .as("a history from a pack")
                .contains("1, 1, 1, 1, 1, 1, 1");
        for (IdKind kind : IdKind.values()) {
            assertThat(texts(lake, kind)).as("%s", kind).isNotEmpty().isEqualTo(texts(disk, kind));
        }
        assertThat(lake.files().objects(new org.apache.hadoop.fs.Path(lake.root(), "_staging"), ""))
                .as("nothing waits, and nothing is locked")
                .isEmpty();
    }

    private void build(String config) {
        run(
                "actions",
                "--config",
                config,
                "--from",
                JULY.from().toString(),
                "--to",
                JULY.to().toString());
        run("dq", "--step", "actions", "--config", config, "--from", JULY.from().toString(), "--to", "2025-07-31");
        run("pack", "--config", config);
        s3.proxy().forget();
        run("run", "--config", config, "--dt", DAY.toString());
        if (config.endsWith("s3.yaml")) {
            assertThat(s3.proxy().requests())
                    .extracting(Request::path)
                    .anyMatch(path -> path.contains("/_packs/actions/_runs/") && path.endsWith(".parquet"));
        }
    }

    /** In this process, whose session it finds. */
    private static void run(String... arguments) {
        assertThat(CommandLines.of(new Main()).execute(arguments))
                .as(String.join(" ", arguments))
                .isZero();
    }

    private String config(String name, String lake) throws IOException {
        StringBuilder text = new StringBuilder("""
                name: shop
                lake: %s
                timezone: Europe/Berlin
                ids: {customer_id: text, item_id: text}
                sources:
                  clicks: {format: json, path: clicks.jsonl}
                  impressions: {format: json, path: impressions.jsonl}
                dq:
                  actions: {allow-empty: true}
                spark:
                  conf:
                """.formatted(lake));
        s3.settings()
                .forEach((key, value) -> text.append("    spark.hadoop.")
                        .append(key)
                        .append(": \"")
                        .append(value)
                        .append("\"\n"));
        return Files.writeString(folder.resolve(name), text.toString()).toString();
    }

    private static List<String> texts(Lake lake, IdKind kind) {
        List<String> files = lake.files().filesOf(lake.ids(kind)).stream()
                .map(Object::toString)
                .filter(file -> file.endsWith(".parquet"))
                .toList();
        return SparkForTests.session()
                .read()
                .parquet(files.toArray(String[]::new))
                .select("number", "text")
                .collectAsList()
                .stream()
                .map(Object::toString)
                .sorted()
                .toList();
    }
}
