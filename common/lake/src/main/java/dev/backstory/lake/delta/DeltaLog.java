package dev.backstory.lake.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.lake.days.DayLog;
import dev.backstory.lake.delta.LogFolder.Listing;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A table of Delta, whose versions are the entries of its log: an entry is written under the next number if nobody has it.
 * What an entry says of Backstory is in its {@code userMetadata}, which the table's history shows. Where a clean-up of the
 * log has taken that entry, or a version was restored that nobody names, the files of the table say which list it named.
 */
final class DeltaLog implements DayLog {
    /** Delta's default of {@code delta.checkpointInterval}. */
    private static final int CHECKPOINT_INTERVAL = 10;

    private final Path folder;
    private final LogFolder log;
    private final LostVersion lost;
    private final Map<Long, JsonNode> metaData = new ConcurrentHashMap<>();
    private volatile @Nullable State seen;

    DeltaLog(Path folder, LogFolder log, LostVersion lost) {
        this.folder = folder;
        this.log = log;
        this.lost = lost;
    }

    /**
     * What the newest entry of Backstory says, or the one that was restored.
     *
     * @param columns the version whose entry has the table's columns
     * @param writer what the protocol has come to ask of whoever writes since that entry
     */
    private record State(Listing listing, String days, long columns, int writer) {
        long newest() {
            return listing.newest();
        }

        State with(Listing later) {
            return new State(later, days, columns, writer);
        }
    }

    @Override
    public Optional<Version> newest() {
        return state().map(state -> new Version(Long.toString(state.newest()), state.days()));
    }

    private Optional<State> state() {
        Listing listing = log.list();
        if (listing.isEmpty()) {
            seen = null;
            return Optional.empty();
        }
        State last = seen;
        // An entry is written once.
        State now = last != null && last.newest() == listing.newest() ? last.with(listing) : state(listing);
        seen = now;
        return Optional.of(now);
    }

    private State state(Listing listing) {
        Long columns = null;
        int writer = 0;
        long version = listing.newest();
        while (version >= 0) {
            Optional<LogEntry> found = log.entry(version);
            if (found.isEmpty()) {
                return withoutEntries(listing, version);
            }
            LogEntry entry = found.get();
            JsonNode ours = entry.ours();
            JsonNode protocol = entry.action("protocol");
            if (ours == null && protocol != null) {
                writer = Math.max(writer, protocol.path("minWriterVersion").asInt());
            }
            JsonNode changed = entry.action("metaData");
            if (columns == null && changed != null) {
                columns = version;
                metaData.put(version, changed);
            }
            if (ours != null) {
                return new State(
                        listing,
                        ours.get(DAYS).asText(),
                        columns != null
                                ? columns
                                : ours.get(DeltaActions.COLUMNS).asLong(),
                        writer);
            }
            if (entry.restored() >= 0) {
                version = entry.restored();
            } else if (entry.restores()) {
                long at = version;
                return atItsFiles(listing, () -> restoredToAMoment(at));
            } else if (entry.changesFiles()) {
                throw new BackstoryException("Cannot read the Delta table " + folder + " because its version " + version
                        + " ("
                        + entry.operation()
                        + ") is not of Backstory, so that nobody knows what its days are; restore the version before it"
                        + " (RESTORE TABLE … TO VERSION AS OF " + (version - 1)
                        + "), and let Backstory alone write it");
            } else {
                version--;
            }
        }
        throw new BackstoryException("Cannot read the Delta table " + folder
                + " because none of its versions is of Backstory; give the lake another folder");
    }

    /** A clean-up has taken the entries up to a version, and left a checkpoint. */
    private State withoutEntries(Listing listing, long gone) {
        if (listing.checkpoints().ceilingKey(gone) == null) {
            throw log.missing(gone);
        }
        return atItsFiles(
                listing,
                () -> new BackstoryException("Cannot read the Delta table " + folder
                        + " because the entries of its log that Backstory wrote are gone, and no list of days under "
                        + lost.lists() + " has the files that are left; restore what was cleaned up, or give the lake"
                        + " another folder"));
    }

    /** Whoever restores by a time, and not by a version, does not say which version it was. */
    private BackstoryException restoredToAMoment(long version) {
        return new BackstoryException("Cannot read the Delta table " + folder + " because its version " + version
                + " (RESTORE) says no version that it restored, and no list of days under " + lost.lists()
                + " has the files that the table has since; restore a version that Backstory wrote (RESTORE TABLE …"
                + " TO VERSION AS OF …; DESCRIBE HISTORY shows which)");
    }

    /** The newest version, where the files that it has say alone what Backstory knew of it. */
    private State atItsFiles(Listing listing, Supplier<BackstoryException> unknown) {
        LogState state = log.state(listing);
        JsonNode protocol = state.protocol();
        JsonNode columns = state.metaData();
        long newest = listing.newest();
        if (columns != null) {
            metaData.put(newest, columns);
        }
        return new State(
                listing,
                lost.daysOf(state).orElseThrow(unknown),
                newest,
                protocol == null ? 0 : protocol.path("minWriterVersion").asInt());
    }

    @Override
    public boolean commit(@Nullable Version before, Change change) {
        Optional<State> state = before == null ? Optional.empty() : asSeen(before);
        if (before != null && state.isEmpty()) {
            return false;
        }
        state.ifPresent(this::requireWritable);
        long version = state.map(found -> found.newest() + 1).orElse(0L);
        long at = Instant.now().toEpochMilli();
        ObjectNode run = DeltaSchema.of(change.record().schema());
        ObjectNode columns = state.isEmpty() ? DeltaActions.newTable(run, at) : changed(state.get(), run);

        String text = new DeltaActions(version, at)
                .text(
                        change,
                        columns,
                        columns != null ? version : state.orElseThrow().columns());
        return log.write(version, text);
    }

    /** The state of a version that is the newest; it need not be read again if it was seen. */
    private Optional<State> asSeen(Version version) {
        State last = seen;
        boolean isSeen = last != null && version.id().equals(Long.toString(last.newest()));
        return (isSeen ? Optional.ofNullable(last) : state())
                .filter(state -> version.id().equals(Long.toString(state.newest())));
    }

    private void requireWritable(State state) {
        if (state.writer() > DeltaActions.WRITER) {
            throw new BackstoryException("Cannot publish into the Delta table " + folder
                    + " because it asks writers for"
                    + " version " + state.writer() + " of Delta's protocol, and Backstory writes " + DeltaActions.WRITER
                    + "; give the lake another folder, and leave the protocol of its tables as it is");
        }
    }

    /** Null where a run has no column that the table has not. */
    private @Nullable ObjectNode changed(State state, ObjectNode run) {
        JsonNode table = metaData(state);
        ObjectNode now = (ObjectNode) LogEntry.parsed(table.get("schemaString").asText());
        ObjectNode merged = DeltaSchema.merged(folder, now, run);
        return merged.equals(now) ? null : ((ObjectNode) table.deepCopy()).put("schemaString", merged.toString());
    }

    private JsonNode metaData(State state) {
        JsonNode known = metaData.get(state.columns());
        if (known != null) {
            return known;
        }
        JsonNode found = log.entry(state.columns())
                .flatMap(entry -> Optional.ofNullable(entry.action("metaData")))
                // Its entry is cleaned up; a checkpoint has it still.
                .or(() -> Optional.ofNullable(log.state(state.listing()).metaData()))
                .orElseThrow(() -> new BackstoryException("Cannot publish into the Delta table " + folder
                        + " because its version " + state.columns()
                        + " does not say its columns; give the lake another folder"));
        metaData.put(state.columns(), found);
        return found;
    }

    /**
     * The log stays, as Delta's readers want it; versions whose files are gone cannot be read any more. A log that has
     * grown gets a checkpoint.
     */
    @Override
    public Kept keepSince(Instant before, boolean now) {
        Optional<State> state = state();
        state.filter(this::wantsCheckpoint)
                .map(State::listing)
                .ifPresent(listing -> log.writeCheckpoint(listing.newest(), log.state(listing)));
        return new Kept(state.map(State::days).map(Set::of).orElse(Set.of()), Set.of());
    }

    private boolean wantsCheckpoint(State state) {
        var checkpoints = state.listing().checkpoints();
        long last = checkpoints.isEmpty() ? 0 : checkpoints.lastKey();
        return state.writer() <= DeltaActions.WRITER
                && state.newest() > last
                && state.newest() - last >= interval(state);
    }

    private int interval(State state) {
        return metaData(state).at("/configuration/delta.checkpointInterval").asInt(CHECKPOINT_INTERVAL);
    }
}
