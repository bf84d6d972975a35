package dev.backstory.observe.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ParentRunTest {
    private static final String TASK = "0198a2f0-0000-7000-8000-000000000001";
    private static final String DAG = "0198a2f0-0000-7000-8000-000000000002";

    @Test
    void isWhatAirflowGivesToSpark() {
        Map<String, String> spark = Map.of(
                "spark.openlineage.parentJobNamespace", "default",
                "spark.openlineage.parentJobName", "shop_daily.actions",
                "spark.openlineage.parentRunId", TASK,
                "spark.openlineage.rootParentJobNamespace", "default",
                "spark.openlineage.rootParentJobName", "shop_daily",
                "spark.openlineage.rootParentRunId", DAG);

        assertThat(ParentRun.find(spark, Map.of("OPENLINEAGE_PARENT_ID", "a/b/" + DAG)))
                .contains(new ParentRun(
                        new ParentRun.Ran("default", "shop_daily.actions", UUID.fromString(TASK)),
                        new ParentRun.Ran("default", "shop_daily", UUID.fromString(DAG))));
    }

    @Test
    void isWhatTheEnvironmentSays() {
        assertThat(ParentRun.find(Map.of(), Map.of("OPENLINEAGE_PARENT_ID", "prod/nightly/load/" + TASK)))
                .contains(new ParentRun(new ParentRun.Ran("prod", "nightly/load", UUID.fromString(TASK)), null));
    }

    @Test
    void theEnvironmentMayNameTheRoot() {
        assertThat(ParentRun.find(
                        Map.of(),
                        Map.of(
                                "OPENLINEAGE_PARENT_ID", "prod/load/" + TASK,
                                "OPENLINEAGE_ROOT_PARENT_ID", "prod/nightly/" + DAG)))
                .contains(new ParentRun(
                        new ParentRun.Ran("prod", "load", UUID.fromString(TASK)),
                        new ParentRun.Ran("prod", "nightly", UUID.fromString(DAG))));
    }

    @Test
    void isNoneWhereItIsNotWhole() {
        assertThat(ParentRun.find(Map.of("spark.openlineage.parentRunId", TASK), Map.of()))
                .isEmpty();
        assertThat(ParentRun.find(Map.of(), Map.of("OPENLINEAGE_PARENT_ID", "prod/load/17")))
                .isEmpty();
        assertThat(ParentRun.find(Map.of(), Map.of("OPENLINEAGE_PARENT_ID", TASK)))
                .isEmpty();
    }
}
