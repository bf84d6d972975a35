package dev.backstory.lake.page;

import dev.backstory.lake.objects.ObjectInput;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * A file whose rows are in the order of customers without a column of their hashes: read row group by row group, from
 * its beginning or from where a customer is.
 */
public final class CustomerFile implements Closeable {
    private final Path path;
    private final ParquetFileReader reader;
    private final List<ColumnDescriptor> columns;
    private final FirstCustomers customers;
    private int nextGroup;

    private CustomerFile(Path path, ParquetFileReader reader, int customer) {
        this.path = path;
        this.reader = reader;
        this.columns = reader.getFileMetaData().getSchema().getColumns();
        this.customers = new FirstCustomers(reader, customer);
    }

    /**
     * @param table whose file it is, for the message
     * @param columns how many the table has
     * @param customer the column of the customers' ids
     * @throws IOException if the file is missing or damaged, or has other columns; the message names it
     */
    public static CustomerFile open(Path path, Configuration conf, String table, int columns, int customer)
            throws IOException {
        ParquetFileReader reader;
        try {
            reader = ParquetFileReader.open(
                    ObjectInput.of(path, conf), HadoopReadOptions.builder(conf).build());
        } catch (IOException | RuntimeException e) {
            throw new UnreadableFile(path, UnreadableFile.BUILD_DAY_AGAIN, e);
        }
        CustomerFile file = new CustomerFile(path, reader, customer);
        if (file.columns.size() != columns) {
            file.close();
            throw file.unreadable(new ParquetDecodingException(
                    "it has " + file.columns.size() + " columns, " + table + " has " + columns));
        }
        return file;
    }

    public ColumnDescriptor column(int index) {
        return columns.get(index);
    }

    /** Whether a column holds ints, as those of items do when numbers are narrow. */
    public boolean isInt(int column) {
        return columns.get(column).getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32;
    }

    /** The next row group; null when there is none. What it throws is for {@link #unreadable}. */
    public @Nullable PageReadStore nextGroup() throws IOException {
        return nextGroup == reader.getRowGroups().size() ? null : reader.readRowGroup(nextGroup++);
    }

    /** Makes the first row group that may hold this customer or a later one the next, be it before the current one. */
    public void seek(long customerId) throws IOException {
        try {
            nextGroup = customers.groupOf(customerId);
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    /** The customer of the first row. The file must have one. */
    public long firstCustomer() throws IOException {
        try {
            return customers.of(0);
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    /** The error that names the file and what to do. */
    public IOException unreadable(Exception cause) {
        return new UnreadableFile(path, UnreadableFile.BUILD_DAY_AGAIN, cause);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
