package dev.backstory.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.observe.ObservedShop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The sample board and alerts ask for nothing that is not sent, and the docs name all of what is. */
class SampleBoardTest {
    private static final Path ROOT = Path.of("../..");
    private static final Path SAMPLES = ROOT.resolve("examples/monitoring");
    private static final Pattern METRIC = Pattern.compile("\\b(backstory_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern FILTER = Pattern.compile("([a-z]+)(?:=~|!=|=)\"");
    private static final Pattern LABELS = Pattern.compile("by \\(([a-z, ]+)\\)|\\{\\{(?: \\$labels\\.)?([a-z]+)");

    /** Each metric that is sent, as Prometheus spells it, with its labels. */
    private static Map<String, Set<String>> sent() {
        PipelineConfig config = ObservedShop.config("");
        List<String> lines =
                new ArrayList<>(new Figures("backstory").of(ObservedShop.step(config), ObservedShop.staged()));
        lines.addAll(new Figures("backstory").of(ObservedShop.audit(config), ObservedShop.warned()));
        Map<String, Set<String>> sent = new TreeMap<>();
        for (String line : lines) {
            Set<String> labels = new TreeSet<>();
            for (String tag : line.substring(line.indexOf('#') + 1).split(",", -1)) {
                labels.add(tag.substring(0, tag.indexOf(':')));
            }
            sent.put(line.substring(0, line.indexOf(':')).replace('.', '_'), labels);
        }
        return sent;
    }

    private static void assertSent(String expression, String shown) {
        Map<String, Set<String>> sent = sent();
        Set<String> labels = new TreeSet<>();
        Matcher metrics = METRIC.matcher(expression);
        int found = 0;
        while (metrics.find()) {
            assertThat(sent).as(expression).containsKey(metrics.group(1));
            if (metrics.group(2) != null) {
                Matcher filters = FILTER.matcher(metrics.group(2));
                while (filters.find()) {
                    assertThat(sent.get(metrics.group(1))).as(expression).contains(filters.group(1));
                }
            }
            if (found++ == 0) {
                labels.addAll(sent.get(metrics.group(1)));
            } else {
                labels.retainAll(sent.get(metrics.group(1)));
            }
        }
        assertThat(found).as(expression).isPositive();
        Matcher asked = LABELS.matcher(expression + "\n" + shown);
        while (asked.find()) {
            String text = asked.group(1) != null ? asked.group(1) : asked.group(2);
            assertThat(labels).as(expression).contains(text.split(", ", -1));
        }
    }

    @Test
    void eachPanelAsksForWhatIsSent() throws IOException {
        JsonNode board = new ObjectMapper().readTree(Files.readString(SAMPLES.resolve("grafana.json")));

        assertThat(board.path("panels")).hasSize(8);
        for (JsonNode panel : board.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                assertSent(
                        target.path("expr").asText(),
                        target.path("legendFormat").asText());
            }
        }
        assertThat(board.at("/templating/list/1/query").asText()).isEqualTo("label_values(backstory_runs, pipeline)");
    }

    @Test
    void eachAlertAsksForWhatIsSent() throws IOException {
        String alerts = Files.readString(SAMPLES.resolve("alerts.yml"));
        String[] rules = alerts.split("- alert: ", -1);

        assertThat(rules).hasSize(6);
        for (int i = 1; i < rules.length; i++) {
            String rule = rules[i];
            int from = rule.indexOf("expr:");
            int to = rule.indexOf("labels: {");
            assertSent(rule.substring(from, to), rule.substring(to + "labels: {".length()));
        }
    }

    @Test
    void theDocsNameEachMetric() throws IOException {
        String docs = Files.readString(ROOT.resolve("docs/lineage.md"));

        Set<String> named = new TreeSet<>();
        Matcher rows = Pattern.compile("(?m)^\\| `(backstory[a-z_.]+)` \\|").matcher(docs);
        while (rows.find()) {
            named.add(rows.group(1).replace('.', '_'));
        }
        assertThat(named).isEqualTo(sent().keySet());
    }
}
