package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.command.CommandLines;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.IdKind;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.FaultyProxy.Request;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A month of a shop whose ids are texts, packed, and the histories of the day after it, on S3. */
@Tag("cluster")
class S3TextIdsAndPacksTest {
    private static final DayRange JULY = new DayRange(LocalDate.parse("2025-07-01"), LocalDate.parse("2025-07-31"));
    private static final int LENGTH = 1000;
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
    void historiesComeFromThePackAndTextsHaveTheirNumbers() throws IOException {
        Lake lake = s3.lake();
        String config = config();
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

        assertThat(s3.proxy().requests())
                .extracting(Request::path)
                .as("what was read")
                .anyMatch(path -> path.contains("/_packs/actions/_runs/") && path.endsWith(".parquet"));
        // Items in the order of their texts: O'Brien's are 1 to 7, ann-0 is 8, bob-0 is 15; then 'new' is 22.
        List<Long> items = new ArrayList<>();
        List<Integer> types = new ArrayList<>();
        for (int day = 31; day >= 1; day--) {
            items.add(8L + day % 7);
            types.add(1);
        }
        items.addAll(Collections.nCopies(LENGTH - 31, 0L));
        types.addAll(Collections.nCopies(LENGTH - 31, 0));
        List<Long> noItems = Collections.nCopies(LENGTH, 0L);
        List<Integer> noTypes = Collections.nCopies(LENGTH, 0);
        assertThat(PublishedRows.of(lake, DAY))
                .containsExactlyInAnyOrder(
                        List.of(2, 0, 11, 1, items, types).toString(),
                        List.of(2, 1, 22, 0, items, types).toString(),
                        List.of(4, 0, 15, 0, noItems, noTypes).toString());
        assertThat(texts(lake, IdKind.CUSTOMER))
                .containsExactly("[1,O'Brien \"the\"]", "[2,ann]", "[3,bob]", "[4,eve]");
        assertThat(lake.files().objects(new org.apache.hadoop.fs.Path(lake.root(), "_staging"), ""))
                .as("nothing waits, and nothing is locked")
                .isEmpty();
    }

    /** In this process, whose session it finds. */
    private static void run(String... arguments) {
        assertThat(CommandLines.of(new Main()).execute(arguments))
                .as(String.join(" ", arguments))
                .isZero();
    }

    private String config() throws IOException {
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
                """.formatted(s3.root()));
        text.append(InBucket.lines(s3.settings()));
        return Files.writeString(folder.resolve("pipeline.yaml"), text.toString())
                .toString();
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
