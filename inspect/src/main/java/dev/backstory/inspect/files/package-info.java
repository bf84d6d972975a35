/** {@code backstory files}: the files of published days, for readers that are told what to read. */
@NullMarked
package dev.backstory.inspect.files;

import org.jspecify.annotations.NullMarked;
