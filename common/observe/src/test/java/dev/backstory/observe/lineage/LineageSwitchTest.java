package dev.backstory.observe.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LineageSwitchTest {
    @Test
    void byDefaultItIsOff() {
        assertThat(LineageSwitch.isOn(Map.of("spark.openlineage.parentRunId", "x"), Map.of("PATH", "/bin")))
                .isFalse();
    }

    @Test
    void isOnWhereOpenLineageIsToldWhereToSend() {
        assertThat(LineageSwitch.isOn(Map.of("spark.openlineage.transport.type", "http"), Map.of()))
                .isTrue();
        assertThat(LineageSwitch.isOn(Map.of(), Map.of("OPENLINEAGE_URL", "http://catalog")))
                .isTrue();
        assertThat(LineageSwitch.isOn(Map.of(), Map.of("OPENLINEAGE_CONFIG", "/etc/openlineage.yml")))
                .isTrue();
        assertThat(LineageSwitch.isOn(Map.of(), Map.of("OPENLINEAGE__TRANSPORT__TYPE", "http")))
                .isTrue();
    }

    @Test
    void canBeSwitchedOffAgain() {
        assertThat(LineageSwitch.isOn(
                        Map.of("spark.openlineage.transport.type", "http"),
                        Map.of("OPENLINEAGE_DISABLED", "true", "OPENLINEAGE_URL", "http://catalog")))
                .isFalse();
    }
}
