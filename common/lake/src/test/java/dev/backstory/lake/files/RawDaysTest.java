package dev.backstory.lake.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.run.RawFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawDaysTest {
    private static final LocalDate FIRST = LocalDate.parse("2025-08-01");
    private static final LocalDate SECOND = LocalDate.parse("2025-08-02");

    @TempDir
    private Path dir;

    @Test
    void aDayIsTheFilesOfItsFolder() throws IOException {
        write("dt=2025-08-01/a.json", "12");
        write("dt=2025-08-01/deeper/b.json", "345");
        write("dt=2025-08-01/_hidden", "6");
        write("dt=2025-08-03/c.json", "7");

        Map<LocalDate, RawFiles> days = list("");

        assertThat(days.get(FIRST)).extracting(RawFiles::files, RawFiles::bytes).containsExactly(2, 5L);
        assertThat(days.get(SECOND))
                .extracting(RawFiles::files, RawFiles::bytes)
                .containsExactly(0, 0L);
        assertThat(days).hasSize(2);
        assertThat(list("")).isEqualTo(days);

        write("dt=2025-08-01/a.json", "21 ");
        assertThat(list("").get(FIRST)).isNotEqualTo(days.get(FIRST));
    }

    @Test
    void filesOfManyDaysTellNothing() throws IOException {
        write("a.json", "12");

        assertThat(list("")).isEmpty();
    }

    @Test
    void norDoFoldersWhereTheTimeOfARowSaysItsDay() throws IOException {
        write("dt=2025-08-01/a.json", "12");

        assertThat(list(", dt: from-time")).isEmpty();
    }

    @Test
    void theNamesOfFoldersAreDaysAsTheSourceWritesThem() throws IOException {
        write("dt=20250801/a.json", "12");

        assertThat(list("")).isEmpty();
        assertThat(list(", day-format: yyyyMMdd").get(FIRST))
                .extracting(RawFiles::files, RawFiles::bytes)
                .containsExactly(1, 2L);
    }

    private Map<LocalDate, RawFiles> list(String more) throws IOException {
        Path config = dir.resolve("pipeline.yaml");
        Files.writeString(config, """
                name: shop
                lake: lake
                sources:
                  clicks: {format: json, path: raw%s}
                  impressions: {format: json, path: shown}
                """.formatted(more));
        Source clicks =
                Objects.requireNonNull(ConfigLoader.load(config).sources().clicks());
        return RawDays.list("clicks", clicks, List.of(FIRST, SECOND), new Configuration());
    }

    private void write(String name, String text) throws IOException {
        Path file = dir.resolve("raw").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
