package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.observe.Observers;
import dev.backstory.observe.event.Observer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day that passes and a day that fails, as a lineage backend and a StatsD server hear of them. */
class ObservedRunTest {
    private static final LocalDate GOOD = LocalDate.parse("2025-08-14");
    private static final LocalDate BAD = LocalDate.parse("2025-08-15");

    private final List<String> problems = new ArrayList<>();

    @TempDir
    Path folder;

    private PipelineConfig config(int statsd) throws IOException {
        Files.writeString(folder.resolve("clicks.csv"), """
                dt,customer_id,item_id,click_time
                2025-08-13,1,11,2025-08-13T10:00:00Z
                2025-08-14,1,12,2025-08-14T10:00:00Z
                2025-08-15,1,13,2025-08-15T10:00:00Z
                2025-08-15,,13,2025-08-15T10:00:00Z
                """);
        Files.writeString(folder.resolve("shown.json"), """
                {"dt":"2025-08-14","ranking_id":"r","customer_id":1,"impressions":[{"item_id":7,"is_order":1}]}
                {"dt":"2025-08-15","ranking_id":"r","customer_id":1,"impressions":[{"item_id":7,"is_order":1}]}
                """);
        Files.writeString(folder.resolve("pipeline.yaml"), """
                name: shop
                lake: lake
                history: {length: 5, lookback: P1D}
                metrics: {statsd: "127.0.0.1:%d"}
                sources:
                  clicks: {format: csv, path: clicks.csv}
                  impressions: {format: json, path: shown.json}
                dq: {impressions: {allow-empty: true}, training: {allow-empty: true}}
                """.formatted(statsd));
        return ConfigLoader.load(folder.resolve("pipeline.yaml"));
    }

    /** Such as {@code COMPLETE shop.actions: raw -> lake/_staging/actions}, names below the folder of the test. */
    private List<String> events(Path events) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> found = new ArrayList<>();
        for (String line : Files.readAllLines(events)) {
            JsonNode event = json.readTree(line);
            found.add(event.path("eventType").asText() + " "
                    + event.at("/job/name").asText() + ": " + names(event.path("inputs")) + " -> "
                    + names(event.path("outputs")));
        }
        return found;
    }

    private String names(JsonNode datasets) {
        List<String> names = new ArrayList<>();
        datasets.forEach(dataset -> names.add(dataset.path("name").asText().replace(folder + "/", "")));
        return String.join(", ", names);
    }

    private RunHere.Result run(PipelineConfig config, LocalDate from, LocalDate to, Map<String, String> spark) {
        try (Observer observer = Observers.open(config, spark, Map.of(), line -> {}, problems::add)) {
            return RunHere.run(config, new DayRange(from, to), observer);
        }
    }

    @Test
    void eachJobSaysWhatItReadAndWrote() throws IOException {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(10_000);
            PipelineConfig config = config(server.getLocalPort());
            Path events = folder.resolve("good.json");

            RunHere.Result good = run(config, GOOD.minusDays(1), GOOD, file(events));

            assertThat(good.exit()).as(good.said()).isZero();
            assertThat(events(events))
                    .containsExactly(
                            "START shop.actions: clicks.csv -> lake/_staging/actions",
                            "COMPLETE shop.actions: clicks.csv -> lake/_staging/actions",
                            "START shop.actions_dq: lake/_staging/actions -> lake/actions",
                            "COMPLETE shop.actions_dq: lake/_staging/actions -> lake/actions",
                            "START shop.impressions: shown.json -> lake/_staging/impressions",
                            "COMPLETE shop.impressions: shown.json -> lake/_staging/impressions",
                            "START shop.impressions_dq: lake/_staging/impressions -> lake/impressions",
                            "COMPLETE shop.impressions_dq: lake/_staging/impressions -> lake/impressions",
                            "START shop.history: lake/actions, lake/impressions -> lake/_staging/training",
                            "COMPLETE shop.history: lake/actions, lake/impressions -> lake/_staging/training",
                            "START shop.history_dq: lake/_staging/training -> lake/training",
                            "COMPLETE shop.history_dq: lake/_staging/training -> lake/training");
            List<String> metrics = heard(server, 6);
            assertThat(metrics)
                    .contains(
                            "backstory.runs:1|c|#pipeline:shop,step:actions,result:done",
                            "backstory.source.rows_read:2|c|#pipeline:shop,table:actions,source:clicks",
                            "backstory.rows:1|g|#pipeline:shop,table:training",
                            "backstory.published_day:1755129600|g|#pipeline:shop,table:training");
            assertThat(metrics.stream()
                            .filter(line -> line.startsWith("backstory.days:"))
                            .mapToInt(line ->
                                    Integer.parseInt(line.substring("backstory.days:".length(), line.indexOf('|'))))
                            .sum())
                    .isEqualTo(6);

            Path failed = folder.resolve("bad.json");
            RunHere.Result bad = run(config, BAD, BAD, file(failed));

            assertThat(bad.exit()).as(bad.said()).isEqualTo(3);
            assertThat(events(failed))
                    .contains(
                            "COMPLETE shop.actions: clicks.csv -> lake/_staging/actions",
                            "FAIL shop.actions_dq: lake/_staging/actions -> ",
                            "COMPLETE shop.impressions_dq: lake/_staging/impressions -> lake/impressions");
            JsonNode audit =
                    new ObjectMapper().readTree(Files.readAllLines(failed).get(3));
            assertThat(audit.at("/run/facets/errorMessage/message").asText())
                    .startsWith("actions 2025-08-15 failed its audit: ");
            assertThat(heard(server, 5))
                    .contains(
                            "backstory.runs:1|c|#pipeline:shop,step:actions_dq,result:failed",
                            "backstory.days:1|c|#pipeline:shop,table:actions,verdict:fail",
                            "backstory.verdict:2|g|#pipeline:shop,table:actions",
                            "backstory.rows_rejected:1|g|#pipeline:shop,table:actions");
            assertThat(problems).isEmpty();

            // Nobody listens at port 1.
            RunHere.Result alone = run(
                    config,
                    GOOD,
                    GOOD,
                    Map.of(
                            "spark.openlineage.transport.type",
                            "http",
                            "spark.openlineage.transport.url",
                            "http://127.0.0.1:1"));

            assertThat(alone.exit()).as(alone.said()).isZero();
            assertThat(problems)
                    .singleElement()
                    .asString()
                    .startsWith("lineage: ")
                    .endsWith("no day is affected");
        }
    }

    private static Map<String, String> file(Path events) {
        return Map.of(
                "spark.openlineage.transport.type", "file", "spark.openlineage.transport.location", events.toString());
    }

    private static List<String> heard(DatagramSocket server, int packets) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
            server.receive(packet);
            new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(lines::add);
        }
        return lines;
    }
}
