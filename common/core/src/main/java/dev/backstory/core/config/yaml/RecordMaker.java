package dev.backstory.core.config.yaml;

import dev.backstory.core.config.key.Violations;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls the constructors of the settings records and reports the rules that these find broken. */
record RecordMaker(Problems problems) {

    /** The record, or null when a value it needs is missing or a rule is broken. */
    @Nullable
    Object make(MappingContext place, Class<?> type, List<Setting> settings, List<@Nullable Object> values) {
        for (int i = 0; i < settings.size(); i++) {
            if (values.get(i) == null && !settings.get(i).nullable()) {
                return null;
            }
        }
        try {
            return constructor(type, settings).newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Violations.InvalidSettingsException invalid) {
                place.report(invalid.violations(), problems);
                return null;
            }
            throw new IllegalStateException("Cannot make " + type.getSimpleName() + " of " + place.path(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot make " + type.getSimpleName() + " of " + place.path(), e);
        }
    }

    private static Constructor<?> constructor(Class<?> type, List<Setting> settings) throws NoSuchMethodException {
        Class<?>[] types = settings.stream().map(Setting::raw).toArray(Class<?>[]::new);
        return type.getDeclaredConstructor(types);
    }
}
