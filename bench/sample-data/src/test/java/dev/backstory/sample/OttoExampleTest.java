package dev.backstory.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed example is what its converter makes, and its config reads it. */
class OttoExampleTest {
    private static final Path OTTO =
            Path.of("../../examples/otto").toAbsolutePath().normalize();

    @TempDir
    Path temp;

    private record Outcome(int exit, String output) {}

    private static Outcome convert(Path script, String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of("python3", "-B", script.toString()), Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    @Test
    void theConverterMakesTheCommittedSources() throws Exception {
        assertThat(convert(OTTO.resolve("convert.py"), "--out", temp.toString()))
                .isEqualTo(new Outcome(0, ""));

        assertThat(Trees.of(temp)).isEqualTo(Trees.of(OTTO.resolve("raw"))).hasSize(56);
    }

    @Test
    void checkIsSilentOnTheCommittedSources() throws Exception {
        assertThat(convert(OTTO.resolve("convert.py"), "--check")).isEqualTo(new Outcome(0, ""));
    }

    @Test
    void checkNamesChangedMissingAndUnknownFiles() throws Exception {
        convert(OTTO.resolve("convert.py"), "--out", temp.toString());
        Files.writeString(temp.resolve("orders/orders.csv"), "order_date\r\n");
        Files.delete(temp.resolve("clicks/dt=2022-08-01/clicks.jsonl"));
        Files.writeString(temp.resolve("notes.txt"), "mine");

        Outcome outcome = convert(OTTO.resolve("convert.py"), "--check", "--out", temp.toString());

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.output().lines())
                .containsExactly(
                        temp.resolve("clicks/dt=2022-08-01/clicks.jsonl") + " differs from what convert.py makes",
                        temp.resolve("notes.txt") + " differs from what convert.py makes",
                        temp.resolve("orders/orders.csv") + " differs from what convert.py makes");
    }

    @Test
    void literalSessionsBecomeLiteralSources() throws Exception {
        // 23:59:59.999 and 00:00 of 2022-08-02 in Berlin; item 5 comes twice and is ordered, a day later it is not.
        Files.writeString(temp.resolve("sessions.jsonl"), """
                {"session":7,"events":[{"aid":5,"ts":1659391199999,"type":"clicks"},\
                {"aid":9,"ts":1659391100000,"type":"carts"},{"aid":5,"ts":1659391199999,"type":"orders"},\
                {"aid":5,"ts":1659391200000,"type":"clicks"}]}
                """);
        Path script = Files.copy(OTTO.resolve("convert.py"), temp.resolve("convert.py"));

        assertThat(convert(script)).isEqualTo(new Outcome(0, ""));

        assertThat(Trees.of(temp.resolve("raw")))
                .isEqualTo(Map.of(
                        "clicks/dt=2022-08-01/clicks.jsonl",
                        "{\"customer_id\":7,\"item_id\":5,\"click_time\":\"2022-08-01T23:59:59.999+02:00\"}\n",
                        "clicks/dt=2022-08-02/clicks.jsonl",
                        "{\"customer_id\":7,\"item_id\":5,\"click_time\":\"2022-08-02T00:00:00.000+02:00\"}\n",
                        "carts/carts.csv",
                        """
                        dt,customer_id,config_id,occurred_at\r
                        2022-08-01,7,9,2022-08-01T23:58:20.000\r
                        """,
                        "orders/orders.csv",
                        """
                        order_date,customer_id,config_id,occurred_at\r
                        2022-08-01,7,5,2022-08-01T23:59:59.999+02:00\r
                        """,
                        "impressions/dt=2022-08-01/impressions.jsonl",
                        "{\"ranking_id\":\"2022-08-01-7\",\"customer_id\":7,\"impressions\":["
                                + "{\"item_id\":9,\"is_order\":false},{\"item_id\":5,\"is_order\":true}]}\n",
                        "impressions/dt=2022-08-02/impressions.jsonl",
                        "{\"ranking_id\":\"2022-08-02-7\",\"customer_id\":7,\"impressions\":["
                                + "{\"item_id\":5,\"is_order\":false}]}\n"));
    }

    @Test
    void anItemOfZeroIsRejectedBecauseZeroIsPadding() throws Exception {
        Files.writeString(
                temp.resolve("sessions.jsonl"),
                "{\"session\":7,\"events\":[{\"aid\":0,\"ts\":1659391199999,\"type\":\"clicks\"}]}\n");
        Path script = Files.copy(OTTO.resolve("convert.py"), temp.resolve("convert.py"));

        Outcome outcome = convert(script);

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.output()).endsWith("session 7 has item 0: an item is positive, 0 is padding\n");
    }

    @Test
    void theConfigReadsTheCommittedSources() {
        PipelineConfig config = ConfigLoader.load(OTTO.resolve("pipeline.yaml"));

        assertThat(config.timezone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(config.sources().actionSources().values())
                .allSatisfy(source -> assertThat(Path.of(source.path())).isDirectory());
        assertThat(Path.of(config.sources().impressions().path())).isDirectory();
        assertThat(config.lake())
                .isEqualTo(OTTO.resolve("../../data/otto/lake").normalize().toString());
    }
}
