package dev.backstory.core.config.key;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record component as a key of {@code pipeline.yaml}, named as the component in kebab-case.
 *
 * <p>A key without a default is required, unless its component is {@code @Nullable}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
    /** Its name, where that is a column of the contract; empty for the name of the component. */
    String name() default "";

    /** One sentence for the reference and the schema. */
    String doc();

    /** A value as it would be written in the file. */
    String example();

    /** The default as YAML; empty for none. */
    String defaultValue() default "";

    /** The smallest number allowed. */
    double min() default Double.NEGATIVE_INFINITY;

    /** The largest number allowed. */
    double max() default Double.POSITIVE_INFINITY;

    /** A regular expression the whole text must match; empty for none. */
    String pattern() default "";

    /** What {@link #pattern} allows, in words. */
    String patternDoc() default "";

    /** The only keys a map may have; empty for any. */
    String[] keys() default {};

    /** What the keys of a map (or of the maps in a map) must start with. */
    String keyPrefix() default "";

    /** Whether numbers and booleans are taken as the text they are written as. */
    boolean anyScalar() default false;

    /** Whether the text is a path, resolved against the folder of the file unless it is absolute or a URI. */
    boolean path() default false;

    /** Whether a secret must be exactly one reference, so that nothing of it is in the file. */
    boolean referenceOnly() default false;

    /** The logical columns a map renames, or that the maps named {@code columns} inside this record rename. */
    ContractColumns[] columns() default {};
}
