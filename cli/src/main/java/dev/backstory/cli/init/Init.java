package dev.backstory.cli.init;

import dev.backstory.command.Console;
import dev.backstory.command.ExitCode;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.key.Secret;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.failure.UsageException;
import dev.backstory.spark.sample.RawLook;
import dev.backstory.spark.sample.SourceSample;
import dev.backstory.spark.source.jdbc.JdbcTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Looks, guesses, tries the guess, and writes it down. */
final class Init {
    private static final int MOST_TABLES = 30;
    private static final int SHOWN_TABLES = 10;

    private final InitRequest request;
    private final SparkSession spark;
    private final Console console;
    private final List<NotUsed> notUsed = new ArrayList<>();

    Init(InitRequest request, SparkSession spark, Console console) {
        this.request = request;
        this.spark = spark;
        this.console = console;
    }

    /**
     * @return 0 for a config that can be run, else the code of what has to be decided first: 2 for a source that is
     *     missing or cannot be read, 3 for one of whose rows too many are rejected
     */
    int run() {
        List<ProposedSource> sources = sources();
        sources.forEach(source -> console.line(String.format(
                Locale.ROOT,
                "%-12s %s (%s)",
                source.kind().source(),
                request.shown(source.found().path()),
                source.found().writing())));
        notUsed.forEach(other -> console.line("not used     " + request.shown(other.path()) + ": " + other.why()));
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

    private List<ProposedSource> sources() {
        SourceSearch search = new SourceSearch(new RawLook(spark));
        RawLook look = new RawLook(spark);
        boolean isInDatabase = request.from().stream().anyMatch(GivenTables::isDatabase);
        for (String path : request.from()) {
            if (GivenTables.isDatabase(path)) {
                tablesOf(path)
                        .forEach(
                                table -> search.addTable(table, request.tables().of(path, table)));
            } else {
                checkThere(look, path);
                search.add(request.absolute(path));
            }
        }
        if (!isInDatabase) {
            request.tables().names().forEach(table -> search.addTable(table, Source.table(table, Map.of())));
        }
        notUsed.addAll(search.others());
        List<ProposedSource> sources = new ArrayList<>();
        for (FoundSource found : search.found()) {
            propose(WithoutHeader.named(found), sources);
        }
        sources.sort(Comparator.comparing(source -> order(source.kind())));
        doubtTwice(sources);
        return sources;
    }

    /** Those that are named, or all of the database. */
    private List<String> tablesOf(String url) {
        if (Secret.of(url).holdsPassword()) {
            throw new UsageException("Cannot use the URL that --from gives because it holds a password; put it into an"
                    + " environment variable, and name that with --password-env");
        }
        List<String> named = request.tables().names();
        if (!named.isEmpty()) {
            return named;
        }
        List<String> all = JdbcTables.of(request.tables().of(url, "any"));
        if (all.size() > MOST_TABLES) {
            throw new UsageException("Cannot look at all " + all.size() + " tables of the database; name those of the"
                    + " shop's events with --tables, such as "
                    + all.stream().limit(SHOWN_TABLES).collect(Collectors.joining(", ")) + ", …");
        }
        return all;
    }

    private void checkThere(RawLook look, String path) {
        try {
            if (!look.exists(request.absolute(path))) {
                throw new UsageException("Cannot look into " + path
                        + " because there is nothing; name the folder or file of the raw events with --from");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look into " + path + " (" + e.getMessage() + ")", e);
        }
    }

    private void propose(FoundSource found, List<ProposedSource> sources) {
        Optional<SourceKind> kind = SourceKind.of(found);
        if (kind.isEmpty()) {
            notUsed.add(new NotUsed(
                    found.path(),
                    "nothing tells what it is (its columns: "
                            + String.join(", ", found.profile().names()) + ")"));
            return;
        }
        SourceGuess.Result guess = SourceGuess.of(kind.get(), found);
        ProposedSource source = guess.source();
        if (source == null) {
            notUsed.add(new NotUsed(
                    found.path(),
                    "it looks like " + kind.get().source() + ", but there is " + guess.missing() + " (its columns: "
                            + String.join(", ", found.profile().names()) + ")"));
            return;
        }
        if (found.csv() != null && !found.csv().hasHeader()) {
            source.doubt("there is no header: the names are guessed by what is in the columns");
        }
        Optional<ProposedSource> same =
                sources.stream().filter(other -> other.kind() == source.kind()).findFirst();
        if (same.isPresent()) {
            notUsed.add(new NotUsed(
                    found.path(),
                    "it looks like " + source.kind().source() + " too, as "
                            + request.inConfig(same.get().found().path()) + "; put files of one kind into one folder"));
            return;
        }
        sources.add(source);
    }

    /** As the config lists them. */
    private static int order(SourceKind kind) {
        return List.of(
                        SourceKind.CLICKS,
                        SourceKind.CARTS,
                        SourceKind.ORDERS,
                        SourceKind.EVENTS,
                        SourceKind.IMPRESSIONS)
                .indexOf(kind);
    }

    private static void doubtTwice(List<ProposedSource> sources) {
        List<String> single = sources.stream()
                .filter(source -> Set.of(SourceKind.CLICKS, SourceKind.CARTS, SourceKind.ORDERS)
                        .contains(source.kind()))
                .map(source -> source.kind().source())
                .toList();
        sources.stream()
                .filter(source -> source.kind() == SourceKind.EVENTS && !single.isEmpty())
                .forEach(source -> source.doubt(
                        "there are " + String.join(" and ", single) + " too: make sure that no action is in both"));
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
                notUsed,
                request::inConfig,
                request.tables().conf());
    }

    /** Sources that were not found are made up, so that the others can be read. */
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
