/** JSON as text, for raw rows and their values. */
@NullMarked
package dev.backstory.core.json;

import org.jspecify.annotations.NullMarked;
