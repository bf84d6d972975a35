package dev.backstory.dq;

import dev.backstory.core.contract.Step;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A step by its id. */
final class StepOption implements ITypeConverter<Step> {
    @Override
    public Step convert(String text) {
        return Arrays.stream(Step.values())
                .filter(step -> step.id().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is no step; there are "
                        + Arrays.stream(Step.values()).map(Step::id).collect(Collectors.joining(", "))));
    }
}
