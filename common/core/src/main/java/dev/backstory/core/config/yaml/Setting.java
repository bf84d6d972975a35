package dev.backstory.core.config.yaml;

import dev.backstory.core.config.key.AsWritten;
import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Names;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A component of a settings record.
 *
 * @param name its key in the file
 * @param key null for a component that holds the text of another one as written
 * @param textOf the key whose text it holds, else empty
 */
record Setting(
        String name,
        Class<?> raw,
        Type type,
        boolean nullable,
        @Nullable Key key,
        String textOf) {

    static List<Setting> of(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(Setting::of).toList();
    }

    private static Setting of(RecordComponent component) {
        AsWritten asWritten = component.getAnnotation(AsWritten.class);
        Key key = component.getAnnotation(Key.class);
        return new Setting(
                key == null || key.name().isEmpty() ? Names.kebab(component.getName()) : key.name(),
                component.getType(),
                component.getGenericType(),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                key,
                asWritten == null ? "" : asWritten.value());
    }

    /** The key of a component that is one. */
    Key given() {
        return Objects.requireNonNull(key, name);
    }

    boolean hasDefault() {
        return key != null && !key.defaultValue().isEmpty();
    }

    boolean required() {
        return key != null && !nullable && !hasDefault();
    }
}
