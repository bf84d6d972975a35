package dev.backstory.inspect.diff;

import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A table that a step writes, by its name. */
final class TableOption implements ITypeConverter<Table> {
    @Override
    public Table convert(String text) {
        return Arrays.stream(Step.values())
                .map(Step::table)
                .filter(table -> table.folder().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is no table to compare; there are "
                        + Arrays.stream(Step.values())
                                .map(step -> step.table().folder())
                                .collect(Collectors.joining(", "))));
    }
}
