package dev.backstory.inspect.explain;

import dev.backstory.core.contract.CustomerOrder;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.table.TrainingFileCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the customer's rows in a published day of {@code training}, by a binary search for the file and then for the
 * row group.
 */
final class TrainingSearch {
    private final Lake lake;
    private final PublishRecord day;
    private final List<StagedFile> files;

    TrainingSearch(Lake lake, PublishRecord day) {
        this.lake = lake;
        this.day = day;
        this.files = day.files().stream().filter(file -> file.rows() > 0).toList();
    }

    List<StoredRow> rowsOf(long customer) throws IOException {
        List<StoredRow> rows = new ArrayList<>();
        int after = firstAfter(customer);
        if (after == 0) {
            return rows;
        }
        try (TrainingFileCursor cursor = open(files.get(after - 1))) {
            boolean found = cursor.seek(customer);
            while (found && cursor.customerId() == customer) {
                rows.add(StoredRow.at(cursor));
                found = cursor.next();
            }
        }
        return rows;
    }

    /**
     * Files hold ranges of hashes, in order, so a customer is in exactly one: the last that does not begin after the
     * customer.
     */
    private int firstAfter(long customer) throws IOException {
        int low = 0;
        int high = files.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            try (TrainingFileCursor cursor = open(files.get(middle))) {
                if (CustomerOrder.compare(cursor.firstCustomer(), customer) > 0) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
        }
        return low;
    }

    private TrainingFileCursor open(StagedFile file) throws IOException {
        return TrainingFileCursor.open(lake.file(day, file), lake.files().conf());
    }
}
