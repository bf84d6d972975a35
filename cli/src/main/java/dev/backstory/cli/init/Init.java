package dev.backstory.cli.init;

import dev.backstory.command.Console;
import dev.backstory.command.ExitCode;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.spark.sample.RawLook;
import dev.backstory.spark.sample.SourceSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Looks at the data, guesses a config, tries it, and writes it to a file. */
final class Init {
    private final InitRequest request;
    private final SparkSession spark;
    private final Console console;
    private final Proposals proposals;

    Init(InitRequest request, SparkSession spark, Console console) {
        this.request = request;
        this.spark = spark;
        this.console = console;
        this.proposals = new Proposals(request, new RawLook(spark));
    }

    /**
     * @return 0 for a config that can be run; else 2 if a source is missing or cannot be read, or 3 if too many rows of
     *     one are rejected
     */
    int run() {
        List<ProposedSource> sources = proposals.sources();
        sources.forEach(source -> console.line(String.format(
                Locale.ROOT,
                "%-12s %s (%s)",
                source.kind().source(),
                request.shown(source.found().path()),
                source.found().writing())));
        proposals
                .notUsed()
                .forEach(other -> console.line("not used     " + request.shown(other.path()) + ": " + other.why()));
        console.line("");
        ProposedConfig proposed = config(sources, request.zone(), null);
        DataCheck check = check(proposed);
        int code = check.run();
        Optional<ZoneId> better = request.isZoneGiven()
                ? Optional.empty()
                : ZoneGuess.better(check.samples().values());
        if (better.isPresent()) {
            proposed = config(
                    sources,
                    better.get(),
                    "By their times, the days of the sources begin in a zone such as this: make it the shop's.");
            console.line("Days and times fit in " + better.get() + ":");
            check = check(proposed);
            code = check.run();
        }
        boolean isWhole = proposed.hasImpressions() && proposed.hasActions();
        write(proposed.text(isWhole ? commands(firstDay(check.samples())) : List.of()));
        say(proposed, isWhole, firstDay(check.samples()));
        return isWhole ? code : ExitCode.USAGE;
    }

    private List<String> looked() {
        List<String> looked = new ArrayList<>(request.from());
        looked.addAll(request.tables().names());
        return looked;
    }

    private ProposedConfig config(List<ProposedSource> sources, ZoneId zone, @Nullable String zoneDoubt) {
        return new ProposedConfig(
                request.name(),
                request.lakeInConfig(),
                zone,
                request.isZoneGiven(),
                zoneDoubt,
                sources,
                proposals.notUsed(),
                request::inConfig,
                request.tables().conf());
    }

    /** Sources that were not found are replaced by placeholders, so that the others can be read. */
    private DataCheck check(ProposedConfig proposed) {
        StringBuilder text = new StringBuilder(proposed.text(List.of()));
        Set<String> names = new TreeSet<>();
        proposed.sources().forEach(source -> names.add(source.kind().source()));
        if (!proposed.hasActions() || !proposed.hasImpressions()) {
            int at = text.indexOf("sources:\n") + "sources:\n".length();
            String more = proposed.hasActions() ? "" : "  clicks: {format: json, path: no-clicks}\n";
            text.insert(
                    at,
                    more + (proposed.hasImpressions() ? "" : "  impressions: {format: json, path: no-impressions}\n"));
        }
        PipelineConfig config =
                ConfigLoader.load(text.toString(), request.config().toString(), request.configFolder());
        return new DataCheck(config, names, spark, console);
    }

    /** The first day of which both tables have rows. */
    private static Optional<LocalDate> firstDay(Map<String, SourceSample> samples) {
        Set<LocalDate> actions = new TreeSet<>();
        samples.forEach((name, sample) -> actions.addAll(
                name.equals("impressions") ? Set.of() : sample.days().keySet()));
        SourceSample impressions = samples.get("impressions");
        Set<LocalDate> shown = new TreeSet<>(
                impressions == null ? Set.of() : impressions.days().keySet());
        return shown.stream()
                .filter(actions::contains)
                .findFirst()
                .or(() -> shown.stream().findFirst());
    }

    private List<String> commands(Optional<LocalDate> day) {
        List<String> commands = new ArrayList<>();
        commands.add("bin/backstory validate --config " + request.config() + " --data");
        day.ifPresent(first -> commands.add("bin/backstory run --config " + request.config() + " --dt " + first));
        return commands;
    }

    private void write(String text) {
        try {
            Path folder = request.configFolder();
            Files.createDirectories(folder);
            Files.writeString(request.config(), text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw request.alreadyThere();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + request.config() + " (" + e.getMessage() + ")", e);
        }
    }

    private void say(ProposedConfig proposed, boolean isWhole, Optional<LocalDate> day) {
        console.line("");
        long doubts = proposed.text(List.of())
                .lines()
                .filter(line -> line.contains("# ? "))
                .count();
        console.line(request.config() + " is written, with " + doubts + (doubts == 1 ? " doubt" : " doubts")
                + " in its comments: read it.");
        if (!isWhole) {
            console.problem("init: No source of " + (proposed.hasImpressions() ? "actions" : "impressions")
                    + " was found in " + String.join(", ", looked())
                    + ", and a config needs one; add it to " + request.config() + ", or name its folder with --from");
            return;
        }
        console.line("Then:");
        commands(day).forEach(command -> console.line("  " + command));
    }
}
