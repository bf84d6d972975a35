package dev.backstory.core.config.yaml;

import dev.backstory.core.config.key.ContractColumns;
import dev.backstory.core.config.key.FreeSettings;
import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Names;
import dev.backstory.core.config.key.NeedsOneOf;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fills records from a tree and goes on after every problem, so that all are found in one go.
 *
 * <p>A value that could not be read is null from here on; rules that involve it are not judged.
 */
final class Binder {
    /** What a map of new names for the contract's columns is called. */
    static final String COLUMNS = "columns";

    private final Problems problems;
    private final Scalars scalars;
    private final FreeBinder free;
    private final KeyReports reports;

    Binder(Problems problems, ConfigFolder folder) {
        this.problems = problems;
        this.scalars = new Scalars(problems, folder);
        this.free = new FreeBinder(problems, scalars);
        this.reports = new KeyReports(problems);
    }

    /**
     * The record, or null when it could not be made. It is complete only when there are no problems.
     *
     * @param line where to report what is missing
     * @param columns what maps of columns in this record rename, null where there are none
     */
    @Nullable
    Object bind(String path, int line, Node node, Class<?> type, @Nullable ContractColumns columns) {
        List<Setting> settings = Setting.of(type);
        List<String> names = settings.stream()
                .filter(setting -> setting.key() != null)
                .map(Setting::name)
                .toList();
        if (!(node instanceof Node.Mapping mapping)) {
            problems.add(
                    node.line(),
                    path,
                    node.describe() + " is given; allowed: a mapping with " + String.join(", ", names));
            return null;
        }
        MappingContext place = new MappingContext(path, line, mapping);
        reports.unknown(place, names);
        reports.noneOf(place, type.getAnnotation(NeedsOneOf.class));
        List<@Nullable Object> values = new ArrayList<>();
        for (Setting setting : settings) {
            values.add(setting.key() == null ? asWritten(place, setting) : component(place, setting, columns));
        }
        return new RecordMaker(problems).make(place, type, settings, values);
    }

    private static @Nullable Object asWritten(MappingContext place, Setting setting) {
        Node.Entry entry = place.mapping().entries().get(setting.textOf());
        return entry != null && entry.value() instanceof Node.Scalar scalar ? scalar.text() : null;
    }

    private @Nullable Object component(MappingContext place, Setting setting, @Nullable ContractColumns ofRecord) {
        Key key = setting.given();
        ContractColumns columns = setting.name().equals(COLUMNS) ? ofRecord : null;
        String path = place.pathOf(setting.name());
        Node.Entry entry = place.mapping().entries().get(setting.name());
        if (entry != null) {
            Object value = value(path, entry.line(), entry.value(), setting.type(), key, columns);
            return value != null ? value : fallback(setting, columns);
        }
        if (setting.required() && !problems.touch(path)) {
            problems.add(
                    place.line(),
                    place.path(),
                    path,
                    "the key '" + setting.name() + "' is missing; add it, for example " + setting.name() + ": "
                            + key.example());
        }
        return fallback(setting, columns);
    }

    /** The default; and for a required text that is missing, an empty one, so that the other rules can be judged. */
    private @Nullable Object fallback(Setting setting, @Nullable ContractColumns columns) {
        if (setting.hasDefault()) {
            Key key = setting.given();
            Node node = YamlTree.parse(key.defaultValue(), problems);
            return node == null ? null : value(setting.name(), 1, node, setting.type(), key, columns);
        }
        return setting.required() && setting.raw() == String.class ? "" : null;
    }

    @Nullable
    Object value(String path, int line, Node node, Type type, Key key, @Nullable ContractColumns columns) {
        if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.ALIAS) {
            return null;
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == List.class
                    ? list(path, node, arguments[0], key)
                    : map(path, line, node, arguments, key, columns);
        }
        Class<?> raw = (Class<?>) type;
        if (Scalars.isScalar(raw)) {
            return scalars.read(path, node, raw, key);
        }
        if (raw == FreeSettings.class) {
            return free.bind(path, node, key);
        }
        return bind(path, line, node, raw, Stream.of(key.columns()).findFirst().orElse(null));
    }

    private @Nullable Object list(String path, Node node, Type element, Key key) {
        if (!(node instanceof Node.Items items)) {
            problems.add(node.line(), path, node.describe() + " is given; allowed: a list such as " + key.example());
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.nodes().size(); i++) {
            Node item = items.nodes().get(i);
            Object value = value(path + "[" + i + "]", item.line(), item, element, key, null);
            if (value != null) {
                values.add(value);
            }
        }
        return values.size() == items.nodes().size() ? values : null;
    }

    private @Nullable Object map(
            String path, int line, Node node, Type[] arguments, Key key, @Nullable ContractColumns inherited) {
        if (!(node instanceof Node.Mapping mapping)) {
            problems.add(node.line(), path, node.describe() + " is given; allowed: a mapping such as " + key.example());
            return null;
        }
        MappingContext place = new MappingContext(path, line, mapping);
        Type element = arguments[1];
        if (arguments[0] instanceof Class<?> named && named.isEnum()) {
            return named(place, named, element, key);
        }
        boolean hasKeys = element instanceof ParameterizedType
                || (key.keys().length > 0 && key.keyPrefix().isEmpty());
        if (hasKeys) {
            reports.unknown(place, List.of(key.keys()));
        } else if (!key.keyPrefix().isEmpty()) {
            reports.prefix(place, key.keyPrefix());
        }
        Map<String, Object> values = new LinkedHashMap<>();
        mapping.entries().forEach((name, entry) -> {
            if (hasKeys && !List.of(key.keys()).contains(name)) {
                return;
            }
            Object value = value(place.pathOf(name), entry.line(), entry.value(), element, key, null);
            if (value != null) {
                values.put(name, value);
            }
        });
        reports.columns(place, values, Stream.of(key.columns()).findFirst().orElse(inherited));
        return values;
    }

    /** A map whose keys are the names of constants. */
    private Map<Object, Object> named(MappingContext place, Class<?> constants, Type element, Key key) {
        reports.unknown(place, AllowedValues.constants(constants));
        Map<Object, Object> values = new LinkedHashMap<>();
        for (Object constant : constants.getEnumConstants()) {
            String name = Names.kebab(constant.toString());
            Node.Entry entry = place.mapping().entries().get(name);
            Object value =
                    entry == null ? null : value(place.pathOf(name), entry.line(), entry.value(), element, key, null);
            if (value != null) {
                values.put(constant, value);
            }
        }
        return values;
    }
}
