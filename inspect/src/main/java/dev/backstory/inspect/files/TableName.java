package dev.backstory.inspect.files;

import dev.backstory.core.contract.Table;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Any table, by its name. */
final class TableName implements ITypeConverter<Table> {
    @Override
    public Table convert(String text) {
        List<String> names = Stream.of(Table.values()).map(Table::folder).toList();
        return Stream.of(Table.values())
                .filter(table -> table.folder().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is no table; there are " + String.join(", ", names)));
    }
}
