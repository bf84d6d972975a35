package dev.backstory.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDataTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    Path temp;

    private static SampleOptions.Builder small() {
        return SampleOptions.builder()
                .customers(60)
                .firstDay(LocalDate.of(2025, 3, 25))
                .historyDays(6)
                .impressionDays(3)
                .rankings(0.5, 4)
                .items(50)
                .badShare(0.05)
                .zone(BERLIN);
    }

    private SampleCounts write(String folder, SampleOptions options) throws IOException {
        return SampleData.write(
                SparkForTests.session(), options, temp.resolve(folder).toString());
    }

    @Test
    void theSplitIntoTasksDoesNotShow() throws IOException {
        SampleOptions options = small().format(SampleSource.CLICKS, SampleFormat.ORC)
                .format(SampleSource.CARTS, SampleFormat.CSV)
                .format(SampleSource.IMPRESSIONS, SampleFormat.JSON)
                .build();
        SampleCounts one = SampleData.write(
                SparkForTests.session(), options, temp.resolve("one").toString(), 1);
        SampleCounts seven = SampleData.write(
                SparkForTests.session(), options, temp.resolve("seven").toString(), 7);

        assertThat(seven).isEqualTo(one);
        assertThat(Trees.of(temp.resolve("seven"))).isEqualTo(Trees.of(temp.resolve("one")));
    }

    @Test
    void everySourceHasOneFilePerDayAndImpressionsOnlyOnTheLastDays() throws IOException {
        write("days", small().customers(3).build());

        assertThat(Trees.of(temp.resolve("days")).keySet())
                .hasSize(3 * 9 + 3 + 1)
                .contains(
                        "clicks/dt=2025-03-25/clicks.parquet",
                        "orders/dt=2025-04-02/orders.parquet",
                        "impressions/dt=2025-03-31/impressions.parquet",
                        "pipeline.yaml")
                .doesNotContain("impressions/dt=2025-03-30/impressions.parquet");
    }

    @Test
    void anotherSeedGivesOtherRows() throws IOException {
        write("first", small().build());
        write("second", small().seed(2).build());

        String clicks = "clicks/dt=2025-03-25/clicks.parquet";
        assertThat(Trees.of(temp.resolve("second")).get(clicks))
                .isNotEqualTo(Trees.of(temp.resolve("first")).get(clicks));
    }

    @Test
    void countsAreNearWhatWasAsked() throws IOException {
        SampleCounts counts =
                write("counts", small().customers(2000).badShare(0).build());

        // 2,000 customers, 9 days, 2.4 actions; 3 days, half an impression of 4 items. Chance, at a fixed seed.
        assertThat((double) counts.actions()).isCloseTo(43_200, within(4_000.0));
        assertThat((double) counts.clicks() / counts.actions()).isCloseTo(0.88, within(0.01));
        assertThat((double) counts.carts() / counts.actions()).isCloseTo(0.09, within(0.01));
        assertThat((double) counts.impressions()).isCloseTo(3_000, within(400.0));
        assertThat(counts.items()).isEqualTo(4 * counts.impressions());
        assertThat(counts.rejectedActions()).isZero();
        assertThat(counts.rejectedImpressions()).isZero();
    }

    @Test
    void theConfigBesideTheSourcesReadsThem() throws IOException {
        write(
                "config",
                small().format(SampleFormat.JSON)
                        .format(SampleSource.ORDERS, SampleFormat.CSV)
                        .build());
        Path root = temp.resolve("config");

        PipelineConfig config = ConfigLoader.load(root.resolve("pipeline.yaml"));

        assertThat(config.timezone()).isEqualTo(BERLIN);
        assertThat(config.dq().actions().maxRejectedShare()).isEqualTo(0.1);
        assertThat(config.sources().actionSources().keySet()).containsExactly("clicks", "carts", "orders");
        assertThat(config.sources().orders().columns()).containsEntry("dt", "dt");
        assertThat(config.sources().orders().format()).isEqualTo(dev.backstory.core.config.input.Format.CSV);
        assertThat(config.sources().impressions().path())
                .isEqualTo(root.resolve("impressions").toString());
    }

    @Test
    void goodDataNeedsNoTolerance() throws IOException {
        write("good", small().badShare(0).build());

        PipelineConfig config = ConfigLoader.load(temp.resolve("good/pipeline.yaml"));

        assertThat(config.dq().actions().maxRejectedShare()).isEqualTo(0.01);
    }

    @Test
    void aFolderWithSomethingInItIsLeftAlone() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("taken"));
        Files.writeString(folder.resolve("notes.txt"), "mine");

        assertThatThrownBy(() -> write("taken", small().build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot write sample data into " + folder
                        + " because it is not empty; name a new folder, or delete this one first");
        assertThat(Trees.of(folder)).containsOnlyKeys("notes.txt");
    }
}
