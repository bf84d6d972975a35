package dev.backstory.dq.audit;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.contract.Table;
import dev.backstory.dq.engine.RootCause;
import dev.backstory.dq.report.Finding;
import dev.backstory.lake.ids.DictionaryLookup;
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

    private final Lake lake;
    private final Map<String, IdKind> columns = new HashMap<>();
    private final Map<IdKind, Map<Long, String>> known = new EnumMap<>(IdKind.class);

    ExampleIds(PipelineConfig config, Table table, Lake lake) {
        this.lake = lake;
        Map<String, String> names = table == Table.TRAINING ? config.training().columns() : Map.of();
        add(config, IdKind.CUSTOMER, names.getOrDefault("customer_id", "customer_id"));
        add(config, IdKind.ITEM, "item_id");
        add(config, IdKind.ITEM, names.getOrDefault("impression_item_id", "impression_item_id"));
    }

    private void add(PipelineConfig config, IdKind kind, String column) {
        if (config.ids().isText(kind)) {
            columns.put(column, kind);
            known.put(kind, new HashMap<>());
        }
    }

    List<Finding> in(List<Finding> findings) {
        if (columns.isEmpty()) {
            return findings;
        }
        findings.forEach(finding -> finding.examples().forEach(row -> row.forEach(this::note)));
        known.forEach(this::look);
        return findings.stream().map(this::in).toList();
    }

    private void note(String column, String value) {
        IdKind kind = columns.get(column);
        if (kind != null && NUMBER.matcher(value).matches()) {
            of(kind).putIfAbsent(Long.parseUnsignedLong(value), "");
        }
    }

    private void look(IdKind kind, Map<Long, String> texts) {
        Set<Long> unknown = new HashSet<>();
        texts.forEach((number, text) -> {
            if (text.isEmpty()) {
                unknown.add(number);
            }
        });
        if (unknown.isEmpty()) {
            return;
        }
        try {
            texts.putAll(new DictionaryLookup(lake, kind).texts(unknown));
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
        if (kind == null || !NUMBER.matcher(value).matches()) {
            return "";
        }
        String text = of(kind).getOrDefault(Long.parseUnsignedLong(value), "");
        return text.isEmpty() ? "" : " (" + text + ")";
    }

    private Map<Long, String> of(IdKind kind) {
        return known.computeIfAbsent(kind, none -> new HashMap<>());
    }
}
