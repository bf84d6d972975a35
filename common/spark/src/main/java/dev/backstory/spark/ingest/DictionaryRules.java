package dev.backstory.spark.ingest;

import dev.backstory.core.contract.IdKind;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.lake.ids.Dictionary;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.List;

/** When the ids of a lake may be texts, and when numbers: what it has begun with, it stays with. */
final class DictionaryRules {
    private final Lake lake;

    DictionaryRules(Lake lake) {
        this.lake = lake;
    }

    /**
     * A lake has numbers of one kind only: a history would take those of a dictionary and those of sources for each other.
     * So a dictionary begins before the first day, and one that was deleted does not begin again at 1.
     */
    void requireNoDays(IdKind kind) {
        for (Table made : List.of(Table.ACTIONS, Table.IMPRESSIONS)) {
            for (LocalDate day : lake.days(made)) {
                if (lake.published(made, day)
                        .filter(record -> record.rows() > 0)
                        .isPresent()) {
                    throw new BackstoryException("Cannot begin the dictionary " + lake.ids(kind) + " because "
                            + made.folder() + "/dt=" + day
                            + " was published without it, so that its numbers are others;"
                            + " restore the dictionary if there was one, or give ids that are texts a lake of their"
                            + " own");
                }
            }
        }
    }

    void requireNoDictionary(IdKind kind) {
        if (new Dictionary(lake, kind).exists()) {
            throw new BackstoryException("Cannot take " + kind.id()
                    + " ids as numbers because the lake has a dictionary"
                    + " for them, " + lake.ids(kind) + ", whose numbers are others; write ids: {" + kind.id()
                    + "_id: text}, or give ids that are numbers a lake of their own");
        }
    }
}
