package dev.backstory.cli.init;

import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.key.Secret;
import dev.backstory.core.failure.UsageException;
import dev.backstory.spark.sample.RawLook;
import dev.backstory.spark.source.jdbc.JdbcTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the sources among what the user named, and guesses each; what is not a source is kept with the reason. */
final class Proposals {
    private static final int MOST_TABLES = 30;
    private static final int SHOWN_TABLES = 10;

    private final InitRequest request;
    private final RawLook look;
    private final List<NotUsed> notUsed = new ArrayList<>();

    Proposals(InitRequest request, RawLook look) {
        this.request = request;
        this.look = look;
    }

    /** What was looked at and is not a source; complete after {@link #sources}. */
    List<NotUsed> notUsed() {
        return notUsed;
    }

    List<ProposedSource> sources() {
        SourceSearch search = new SourceSearch(look);
        boolean isInDatabase = request.from().stream().anyMatch(GivenTables::isDatabase);
        for (String path : request.from()) {
            if (GivenTables.isDatabase(path)) {
                tablesOf(path)
                        .forEach(
                                table -> search.addTable(table, request.tables().of(path, table)));
            } else {
                checkThere(path);
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

    /** The tables that are named, or all tables of the database. */
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

    private void checkThere(String path) {
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
                    found.profile().names().isEmpty()
                            ? "it has no rows"
                            : "nothing tells what it is (its columns: "
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

    /** The order in which the config lists them. */
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
}
