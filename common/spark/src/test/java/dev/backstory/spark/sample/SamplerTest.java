package dev.backstory.spark.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.spark.source.SourceReader;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.testsupport.SparkForTests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplerTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Map<String, String> COLUMNS =
            Map.of("dt", "dt", "customer_id", "customer_id", "item_id", "item_id", "action_time", "click_time");

    @TempDir
    Path folder;

    private SourceSample sample(Format format, int count) {
        Source source = Source.files(format, folder.toString(), COLUMNS);
        PipelineConfig config = ConfigLoader.load("""
                name: shop
                lake: lake
                timezone: Europe/Berlin
                sources:
                  clicks: {format: json, path: clicks}
                  impressions: {format: json, path: shown}
                """, "test", folder);
        return new Sampler(SparkForTests.session(), config).of("clicks", source, count);
    }

    private void csv(String name, String... rows) throws IOException {
        Files.writeString(folder.resolve(name), "dt,customer_id,item_id,click_time\n" + String.join("\n", rows) + "\n");
    }

    @Test
    void theFirstRowsAreJudgedByTheRulesOfEveryStep() throws IOException {
        csv(
                "a.csv",
                "2025-08-14,7,5,2025-08-14T10:00:00Z",
                "2025-08-14,7,0,2025-08-14T10:00:01Z",
                "2025-08-13,7,6,2025-08-13T22:30:00Z",
                "2025-08-14,8,9,2025-08-14T10:00:00Z",
                "2025-08-14,8,10,2025-08-14T10:00:00Z",
                "2025-08-14,,11,2025-08-14T10:00:00Z");

        SourceSample found = sample(Format.CSV, 5);

        assertThat(found.rows()).isEqualTo(5);
        assertThat(found.kept()).isEqualTo(4);
        assertThat(found.rejected()).isEqualTo(1);
        assertThat(found.rejectedShare()).isEqualTo(0.2);
        assertThat(found.first())
                .extracting(SampledRow::cells)
                .containsExactly(
                        List.of("2025-08-14", "7", "5", "2025-08-14T12:00:00+02:00", "click"),
                        List.of("2025-08-13", "7", "6", "2025-08-14T00:30:00+02:00", "click"),
                        List.of("2025-08-14", "8", "9", "2025-08-14T12:00:00+02:00", "click"));
        assertThat(found.reasons())
                .containsExactly(new RejectedFor(
                        "item_id … is not positive",
                        1,
                        new RejectedFor.Example(
                                "item_id 0 is not positive",
                                "{\"dt\":\"2025-08-14\",\"customer_id\":\"7\",\"item_id\":\"0\","
                                        + "\"click_time\":\"2025-08-14T10:00:01Z\"}")));
        assertThat(found.days())
                .containsExactly(
                        Map.entry(LocalDate.parse("2025-08-13"), 1L), Map.entry(LocalDate.parse("2025-08-14"), 3L));
        assertThat(found.otherDay()).isEqualTo(1);
        assertThat(found.hours()).containsExactly(Map.entry(10L, 3L), Map.entry(22L, 1L));
    }

    /** Files behind the first rows may be anything: nobody opens them. */
    @Test
    void noMoreFilesAreOpenedThanNeeded() throws IOException {
        csv("a.csv", "2025-08-14,7,5,2025-08-14T10:00:00Z");
        csv("b.csv", "2025-08-14,7,6,2025-08-14T10:00:00Z", "2025-08-14,7,7,2025-08-14T10:00:00Z");
        for (char name = 'c'; name < 'i'; name++) {
            Files.write(folder.resolve(name + ".csv"), new byte[] {'P', 'K', 3, 4});
        }

        assertThatThrownBy(() -> sample(Format.CSV, 4)).hasMessageContaining("zip file");
        Files.delete(folder.resolve("c.csv"));
        Files.delete(folder.resolve("d.csv"));
        Files.delete(folder.resolve("e.csv"));
        csv("c.csv", "2025-08-14,7,8,2025-08-14T10:00:00Z");
        csv("d.csv");
        csv("e.csv");
        assertThat(sample(Format.CSV, 4).kept()).isEqualTo(4);
    }

    /** Only the beginning of a large file is read: its end is cut off, which whoever reads all of it sees. */
    @Test
    void noMoreOfAFileIsReadThanNeeded() throws IOException {
        StringBuilder rows = new StringBuilder("dt,customer_id,item_id,click_time,more\n");
        Random random = new Random(7);
        for (int i = 1; i <= 50_000; i++) {
            rows.append("2025-08-14,7,")
                    .append(i)
                    .append(",2025-08-14T10:00:00Z,")
                    .append(random.nextLong());
            rows.append('\n');
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(rows.toString().getBytes(StandardCharsets.UTF_8));
        }
        Files.write(folder.resolve("a.csv.gz"), Arrays.copyOf(bytes.toByteArray(), bytes.size() - 1000));

        assertThat(sample(Format.CSV, 1000).kept()).isEqualTo(1000);
        Source source = Source.files(Format.CSV, folder.toString(), COLUMNS);
        assertThatThrownBy(() -> new SourceReader(SparkForTests.session(), BERLIN)
                        .actions("clicks", source, RequestedDays.any())
                        .rows()
                        .count())
                .hasMessageContaining("is not a complete csv file");
    }

    /** A column of JSON may be in a later line; to find out, all would have to be read. */
    @Test
    void aColumnThatIsInNoneOfTheFirstLinesIsMissing() throws IOException {
        Files.writeString(
                folder.resolve("a.json"),
                "{\"dt\":\"2025-08-14\",\"customer_id\":7,\"item_id\":5}\n".repeat(5)
                        + "{\"dt\":\"2025-08-14\",\"customer_id\":7,\"item_id\":5,\"click_time\":\"2025-08-14T10:00:00Z\"}\n");

        assertThat(sample(Format.JSON, 6).kept()).isEqualTo(1);
        assertThatThrownBy(() -> sample(Format.JSON, 5))
                .hasMessageStartingWith(
                        "Cannot read source clicks because its column 'click_time' (action_time) is missing in"
                                + " the first lines under " + folder + "; there are: customer_id, dt, item_id.");
    }

    @Test
    void oddTimesOfParquetStayWhatTheyAre() {
        SparkForTests.session()
                .sql("select '2025-08-14' dt, 7L customer_id, 5L item_id, timestamp_ntz'1583-01-01 00:00:00' click_time"
                        + " union all select '2025-08-14', 7L, 6L, timestamp_ntz'2025-03-30 02:30:00'")
                .coalesce(1)
                .write()
                .parquet(folder.resolve("p").toString());

        assertThat(sample(Format.PARQUET, 10).first())
                .extracting(row -> row.cells().get(3))
                .containsExactly("1583-01-01T00:00:00+00:53:28", "2025-03-30T03:30:00+02:00");
    }
}
