package dev.backstory.lake.days;

import dev.backstory.core.run.PublishRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The versions of a table in a table format. Each names the list of its days ({@link LoggedDays}). */
public interface DayLog {
    /** Under this name a version says where the list of its days is. */
    String DAYS = "backstory.days";

    /** The newest version; empty when nothing was ever published. */
    Optional<Version> newest();

    /**
     * Makes the next version, in which a day has the files of its new record alone.
     *
     * @param before the version that it is to follow; null for the first
     * @return false, and nothing is changed, when another version follows that one already
     */
    boolean commit(@Nullable Version before, Change change);

    /**
     * Ends the history from before a moment.
     *
     * @param now whether it is of use now; else it may wait until there is much of it
     * @return the lists of days that are still named by versions
     */
    Kept keepSince(Instant before, boolean now);

    /**
     * A version of a table.
     *
     * @param id as the format counts or names them
     * @param days the list of its days, below the table's folder
     */
    record Version(String id, String days) {}

    /**
     * A day that changes.
     *
     * @param old the record that is replaced; null for a new day
     * @param folder of the files, as the record names them
     * @param days the list of all days, below the table's folder, as of the new version
     */
    record Change(LocalDate dt, @Nullable PublishRecord old, PublishRecord record, Path folder, String days) {
        /** What the new version says of Backstory, for whoever looks at the table's history. */
        public Map<String, String> facts() {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put(DAYS, days);
            facts.put("backstory.dt", dt.toString());
            facts.put("backstory.run", record.run().value());
            facts.put("backstory.staged-at", record.stagedAt().toString());
            facts.put("backstory.settings-hash", record.settingsHash());
            facts.put("backstory.rules-hash", record.rulesHash());
            facts.put("backstory.code-version", record.codeVersion());
            facts.put("backstory.verdict", record.verdict().name());
            facts.put("backstory.report", record.report());
            return facts;
        }
    }

    /**
     * Lists of days that versions name.
     *
     * @param all every one
     * @param old those of versions from before the moment, which someone has made to stay
     */
    record Kept(Set<String> all, Set<String> old) {}
}
