package dev.backstory.inspect.show;

import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A table of the history step, by its name. */
final class OutputOption implements ITypeConverter<Table> {
    @Override
    public Table convert(String text) {
        return Stream.of(Table.values())
                .filter(table -> table.step() == Step.HISTORY && table.folder().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is no table to show; there are training, histories"));
    }
}
