/** {@code backstory files}: the files of published days, for readers that need to be told which files to read. */
@NullMarked
package dev.backstory.inspect.files;

import org.jspecify.annotations.NullMarked;
