/** What a run leaves behind, as JSON records: staged runs, published days, and their input runs. */
@NullMarked
package dev.backstory.core.run;

import org.jspecify.annotations.NullMarked;
