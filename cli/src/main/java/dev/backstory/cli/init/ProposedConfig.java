package dev.backstory.cli.init;

import dev.backstory.cli.init.column.ColumnProfile;
import dev.backstory.cli.init.column.IdGuess;
import dev.backstory.core.config.ids.IdType;
import dev.backstory.core.contract.IdKind;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The text of a proposed {@code pipeline.yaml}.
 *
 * @param lake as written in the file
 * @param isZoneGiven whether the user gave the zone
 * @param zoneDoubt a further remark about the zone; null for none
 * @param paths from the path of a source to what the file says
 * @param conf Spark's settings that the sources need
 */
record ProposedConfig(
        String name,
        String lake,
        ZoneId zone,
        boolean isZoneGiven,
        @Nullable String zoneDoubt,
        List<ProposedSource> sources,
        List<NotUsed> notUsed,
        UnaryOperator<String> paths,
        Map<String, String> conf) {

    private static final String DOUBT = "# ? ";

    /** @param commands the suggested next commands */
    String text(List<String> commands) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "# Proposed by bin/backstory init from the first 1,000 rows of each source. Lines with a ? are doubts:");
        lines.add("# decide them. Every key is explained in docs/configuration.md.");
        if (!commands.isEmpty()) {
            lines.add("#");
            commands.forEach(command -> lines.add("#   " + command));
        }
        lines.add("");
        lines.add("name: " + name);
        lines.add("lake: " + YamlText.plain(lake));
        lines.add("");
        addZone(lines);
        addIds(lines);
        lines.add("");
        lines.add("sources:");
        for (ProposedSource source : sources) {
            add(lines, source);
            if (source != sources.get(sources.size() - 1)) {
                lines.add("");
            }
        }
        addMissing(lines);
        if (!conf.isEmpty()) {
            lines.add("");
            lines.add("spark:");
            lines.add("  conf:");
            new TreeMap<>(conf)
                    .forEach((key, value) -> lines.add("    " + YamlText.plain(key) + ": " + YamlText.plain(value)));
        }
        if (!notUsed.isEmpty()) {
            lines.add("");
            notUsed.forEach(
                    other -> lines.add("# Not used: " + paths.apply(other.path()) + ": " + oneLine(other.why())));
        }
        return String.join("\n", lines) + "\n";
    }

    private void addZone(List<String> lines) {
        String doubt = zoneDoubt;
        if (doubt != null) {
            lines.add(DOUBT + doubt);
        } else if (!isZoneGiven) {
            lines.add(DOUBT + "Days begin in this zone: make it the shop's, such as Europe/Berlin.");
        }
        List<String> local = sources.stream()
                .filter(source -> !source.saysZone())
                .map(source -> source.kind().source())
                .toList();
        if (!local.isEmpty()) {
            lines.add((isZoneGiven ? "# " : DOUBT) + "The times of " + String.join(" and ", local)
                    + " say no zone: they are read in this one.");
        }
        lines.add("timezone: " + zone.getId());
    }

    private void addIds(List<String> lines) {
        Map<IdKind, IdGuess> texts = new EnumMap<>(IdKind.class);
        for (IdKind kind : IdKind.values()) {
            IdGuess guess = ids(kind);
            if (guess.type() == IdType.TEXT) {
                texts.put(kind, guess);
            }
        }
        if (texts.isEmpty()) {
            return;
        }
        lines.add("");
        List<String> keys = new ArrayList<>();
        texts.forEach((kind, guess) -> {
            lines.add("# " + guess.why() + ".");
            keys.add(key(kind) + ": text");
        });
        lines.add("ids: {" + String.join(", ", keys) + "}");
    }

    private static String key(IdKind kind) {
        return kind.name().toLowerCase(Locale.ROOT) + "_id";
    }

    private IdGuess ids(IdKind kind) {
        List<ColumnProfile> columns = new ArrayList<>();
        for (ProposedSource source : sources) {
            source.column(key(kind)).ifPresent(columns::add);
            if (kind == IdKind.ITEM) {
                source.column("ordered").ifPresent(columns::add);
            }
        }
        return IdGuess.of(kind, columns);
    }

    private void add(List<String> lines, ProposedSource source) {
        FoundSource found = source.found();
        lines.add("  # " + paths.apply(found.path()) + ": " + found.writing());
        lines.add("  " + source.kind().source() + ":");
        source.keys(paths.apply(found.path())).forEach(key -> lines.add("    " + key));
        source.doubts().forEach(doubt -> lines.add("    " + DOUBT + oneLine(doubt)));
    }

    /** A config needs impressions, and some actions. */
    private void addMissing(List<String> lines) {
        if (!hasImpressions()) {
            lines.add("  " + DOUBT
                    + "No source of impressions was found, of what was shown to whom: without one there is");
            lines.add("  # nothing to train on. Add it here: impressions: {format: json, path: raw/impressions}");
        }
        if (!hasActions()) {
            lines.add("  " + DOUBT + "No source of actions was found. Add clicks, carts, orders or events here:");
            lines.add("  # clicks: {format: json, path: raw/clicks}");
        }
    }

    boolean hasImpressions() {
        return sources.stream().anyMatch(source -> source.kind() == SourceKind.IMPRESSIONS);
    }

    boolean hasActions() {
        return sources.stream().anyMatch(source -> source.kind() != SourceKind.IMPRESSIONS);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
