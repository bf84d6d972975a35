package dev.backstory.dq.audit;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.contract.Table;
import dev.backstory.dq.engine.RootCause;
import dev.backstory.dq.report.Finding;
import dev.backstory.lake.ids.OriginalTexts;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows that a report shows, with the ids that people know beside the numbers of the table: {@code 1 (9f8e-ann)}. Where
 * ids are numbers, the rows as they are. Only numbers that are shown are looked for.
 */
final class ExampleIds {
    private static final Logger LOG = LoggerFactory.getLogger(ExampleIds.class);
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,18}");

    private final OriginalTexts texts;
    private final Map<String, IdKind> columns = new HashMap<>();

    ExampleIds(PipelineConfig config, Table table, Lake lake) {
        this.texts = new OriginalTexts(config.ids(), lake);
        Map<String, String> names = table == Table.TRAINING ? config.training().columns() : Map.of();
        add(IdKind.CUSTOMER, names.getOrDefault("customer_id", "customer_id"));
        add(IdKind.ITEM, "item_id");
        add(IdKind.ITEM, names.getOrDefault("impression_item_id", "impression_item_id"));
    }

    private void add(IdKind kind, String column) {
        if (texts.isText(kind)) {
            columns.put(column, kind);
        }
    }

    List<Finding> in(List<Finding> findings) {
        if (columns.isEmpty()) {
            return findings;
        }
        Map<IdKind, Set<Long>> shown = new EnumMap<>(IdKind.class);
        findings.forEach(finding -> finding.examples()
                .forEach(row -> row.forEach((column, value) -> {
                    IdKind kind = columns.get(column);
                    if (kind != null && isNumber(value)) {
                        shown.computeIfAbsent(kind, none -> new HashSet<>()).add(Long.parseUnsignedLong(value));
                    }
                })));
        shown.forEach(this::learn);
        return findings.stream().map(this::in).toList();
    }

    private void learn(IdKind kind, Set<Long> numbers) {
        try {
            texts.learn(kind, numbers);
        } catch (IOException | RuntimeException e) {
            // The verdict stands with the numbers alone; that the dictionary cannot be read is a finding of its own.
            LOG.warn("Cannot show the ids of sources: {}", RootCause.of(e));
        }
    }

    private Finding in(Finding finding) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (Map<String, String> row : finding.examples()) {
            Map<String, String> shown = new LinkedHashMap<>();
            row.forEach((column, value) -> shown.put(column, value + text(column, value)));
            rows.add(shown);
        }
        return finding.withExamples(rows);
    }

    private String text(String column, String value) {
        IdKind kind = columns.get(column);
        if (kind == null || !isNumber(value)) {
            return "";
        }
        return texts.text(kind, Long.parseUnsignedLong(value))
                .map(text -> " (" + text + ")")
                .orElse("");
    }

    private static boolean isNumber(String value) {
        return NUMBER.matcher(value).matches();
    }
}
