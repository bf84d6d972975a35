package dev.backstory.core.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.key.ConfigException;
import dev.backstory.testsupport.Seeds;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever somebody types, the answer is a config or problems with their lines, never another error. */
final class ConfigFuzzTest {
    private static final String CONFIG = ConfigText.MINIMAL + """
            history: {length: 5, outputs: [training]}
            dq:
              actions:
                rules:
                  - {name: a, constraint: has-mean, column: b, min: 0, max: 1}
                  - {name: b, expression: "c = 'd'", level: warn}
            airflow:
              tags:
              - a
              - b
            """;
    private static final String TYPED = "\t\n :-[]{},'\"#&*!|>%@`?a0.~$<";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void typingErrors(long seed) {
        Random random = new Random(Seeds.or(seed));
        int lines = CONFIG.split("\n", -1).length;
        for (int i = 0; i < 500; i++) {
            String text = mistyped(random);
            try {
                assertThat(ConfigLoader.load(text, "f", Path.of("/pipelines")).name())
                        .isNotEmpty();
            } catch (ConfigException refused) {
                assertThat(refused.problems())
                        .as("seed %s, number %s:%n%s", seed, i, text)
                        .isNotEmpty()
                        .allSatisfy(problem -> assertThat(problem).matches("(?s)f:[1-9][0-9]*: .+"))
                        .allSatisfy(problem -> assertThat(Integer.parseInt(problem.split(":", -1)[1]))
                                .isLessThan(lines + 4));
            }
        }
    }

    private static String mistyped(Random random) {
        StringBuilder text = new StringBuilder(CONFIG);
        for (int i = 0; i <= random.nextInt(3); i++) {
            int at = random.nextInt(text.length());
            char typed = TYPED.charAt(random.nextInt(TYPED.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, typed);
                default -> text.setCharAt(at, typed);
            }
        }
        return text.toString();
    }
}
