package dev.backstory.lake.page;

import dev.backstory.core.contract.CustomerOrder;
import java.io.IOException;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.MessageType;

/** The customer that each row group of a file begins with: in a file in the order of customers, where to look for one. */
final class FirstCustomers {
    private final ParquetFileReader reader;
    private final MessageType schema;
    private final int column;

    /** @param column of the customers' ids, a required one */
    FirstCustomers(ParquetFileReader reader, int column) {
        this.reader = reader;
        this.schema = reader.getFileMetaData().getSchema();
        this.column = column;
    }

    /** The first row group that may hold this customer or a later one; found by halving, with little read of each. */
    int groupOf(long customerId) throws IOException {
        int low = 0;
        int high = reader.getRowGroups().size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (CustomerOrder.compare(of(middle), customerId) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    long of(int group) throws IOException {
        reader.setRequestedSchema(
                new MessageType(schema.getName(), schema.getFields().get(column)));
        try {
            DataPage page = reader.readRowGroup(group)
                    .getPageReader(schema.getColumns().get(column))
                    .readPage();
            if (page == null) {
                throw new ParquetDecodingException("row group " + group + " has no page of customers");
            }
            return PlainPage.of(page, schema.getColumns().get(column)).longAt(0);
        } finally {
            reader.setRequestedSchema(schema);
        }
    }
}
