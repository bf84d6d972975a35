package dev.backstory.core.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.AirflowSettings;
import dev.backstory.core.config.DqSettings;
import dev.backstory.core.config.HistorySettings;
import dev.backstory.core.config.MissingDays;
import dev.backstory.core.config.Numbers;
import dev.backstory.core.config.Output;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SparkSettings;
import dev.backstory.core.config.TableRules;
import dev.backstory.core.config.ids.IdSettings;
import dev.backstory.core.config.ids.VocabularySettings;
import dev.backstory.core.config.key.ContractColumns;
import dev.backstory.core.config.runner.Runner;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConfigDefaultsTest {
    private static final PipelineConfig CONFIG = ConfigLoader.load("""
            name: shop
            lake: data/lake
            sources:
              clicks: {format: parquet, path: raw/clicks}
              impressions: {format: json, path: raw/impressions}
            """, "pipeline.yaml", Path.of("/pipelines"));

    @Test
    void everythingButNameLakeAndSourcesHasADefault() {
        assertThat(CONFIG.timezone().normalized()).isEqualTo(ZoneOffset.UTC);
        assertThat(CONFIG.history())
                .isEqualTo(
                        new HistorySettings(1000, Period.ofYears(1), null, MissingDays.FAIL, List.of(Output.TRAINING)));
        assertThat(CONFIG.spark()).isEqualTo(new SparkSettings("local[*]", Map.of(), Map.of()));
        assertThat(CONFIG.ids()).isEqualTo(IdSettings.NUMBERS);
        assertThat(CONFIG.vocabulary()).isEqualTo(new VocabularySettings(2, null));
        assertThat(CONFIG.training().numbers()).isEqualTo(Numbers.WIDE);
        TableRules rules = new TableRules(0.01, false, 0.005, 0.02, List.of(), Map.of(), List.of());
        assertThat(CONFIG.dq()).isEqualTo(new DqSettings(rules, rules, rules, rules, rules));
        assertThat(CONFIG.airflow())
                .isEqualTo(new AirflowSettings(
                        null,
                        LocalDate.parse("2000-01-01"),
                        false,
                        3,
                        2,
                        5,
                        60,
                        360,
                        10,
                        "spark",
                        "spark_default",
                        null,
                        "text",
                        false,
                        null,
                        Map.of(),
                        null,
                        null,
                        null,
                        List.of(),
                        Runner.SPARK_SUBMIT,
                        null,
                        null));
    }

    @Test
    void relativePathsResolveAgainstTheFolderOfTheFile() {
        assertThat(CONFIG.lake()).isEqualTo("/pipelines/data/lake");
        assertThat(CONFIG.sources().impressions().path()).isEqualTo("/pipelines/raw/impressions");
        assertThat(CONFIG.sources().impressions().pathAsWritten()).isEqualTo("raw/impressions");
    }

    @Test
    void sourcesThatAreNotGivenAreLeftOut() {
        assertThat(CONFIG.sources().actionSources()).containsOnlyKeys("clicks");
    }

    @Test
    void trainingColumnsAreCompleteAndKeepTheirNames() {
        assertThat(CONFIG.training().columns())
                .isEqualTo(ContractColumns.TRAINING.defaults())
                .containsEntry("label", "label");
    }
}
