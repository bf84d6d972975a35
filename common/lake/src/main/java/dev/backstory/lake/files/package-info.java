/** Strict file operations on the lake's storage, local or HDFS, and many of them at once. */
@NullMarked
package dev.backstory.lake.files;

import org.jspecify.annotations.NullMarked;
