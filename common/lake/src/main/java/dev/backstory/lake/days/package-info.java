/** What says which files are a published day, where no folder does: records, and the logs of table formats. */
@NullMarked
package dev.backstory.lake.days;

import org.jspecify.annotations.NullMarked;
