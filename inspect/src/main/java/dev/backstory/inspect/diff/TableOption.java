package dev.backstory.inspect.diff;

import dev.backstory.core.contract.Table;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A table whose rows can be compared, by its name. */
final class TableOption implements ITypeConverter<Table> {
    private static final List<Table> COMPARED = List.of(Table.ACTIONS, Table.IMPRESSIONS, Table.TRAINING);

    @Override
    public Table convert(String text) {
        return COMPARED.stream()
                .filter(table -> table.folder().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is no table to compare; there are "
                        + COMPARED.stream().map(Table::folder).collect(Collectors.joining(", "))));
    }
}
