package dev.backstory.inspect.explain;

import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.StagedFile;
import dev.backstory.inspect.ManyFiles;
import dev.backstory.lake.page.HashRange;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.table.ActionFileCursor;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * Finds the customer's actions in published days: of each file, only the pages that can hold the customer's hash are
 * read.
 */
final class ActionSearch {
    private record DayFile(LocalDate dt, Path path) {}

    private record Found(List<CustomerAction> actions, long unlisted) {}

    private final Lake lake;
    private final Cutoff cut;
    private final long customer;

    ActionSearch(Lake lake, Cutoff cut, long customer) {
        this.lake = lake;
        this.cut = cut;
        this.customer = customer;
    }

    Timeline in(Collection<PublishRecord> days) {
        List<DayFile> files = new ArrayList<>();
        for (PublishRecord day : days) {
            for (StagedFile file : day.files()) {
                files.add(new DayFile(day.dt(), lake.file(day, file)));
            }
        }
        List<CustomerAction> actions = new ArrayList<>();
        long unlisted = 0;
        for (Found found : ManyFiles.read(files, this::read)) {
            actions.addAll(found.actions);
            unlisted += found.unlisted;
        }
        return Timeline.of(cut, actions, unlisted);
    }

    /**
     * A file is in the order of rule 4, so at most its first {@code length} eligible actions can be in the history;
     * further actions of a very busy customer are counted and forgotten.
     */
    private Found read(DayFile file) throws IOException {
        int hash = CustomerHash.of(customer);
        List<CustomerAction> actions = new ArrayList<>();
        int eligible = 0;
        long unlisted = 0;
        try (ActionFileCursor cursor =
                ActionFileCursor.open(file.path, lake.files().conf(), HashRange.only(hash), file.dt)) {
            while (cursor.next()) {
                if (cursor.customerId() != customer) {
                    continue;
                }
                CustomerAction action =
                        new CustomerAction(file.dt, cursor.timeMicros(), cursor.type(), cursor.itemId());
                boolean isEligible = cut.isEligible(action);
                if (isEligible && eligible == cut.length()) {
                    unlisted++;
                } else {
                    eligible += isEligible ? 1 : 0;
                    actions.add(action);
                }
            }
        }
        return new Found(actions, unlisted);
    }
}
