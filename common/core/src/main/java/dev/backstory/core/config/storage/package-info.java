/** In which format the lake's tables are published. */
@NullMarked
package dev.backstory.core.config.storage;

import org.jspecify.annotations.NullMarked;
