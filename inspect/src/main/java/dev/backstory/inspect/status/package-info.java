/** {@code backstory status}: what a lake holds, and the commands that put it right; the summary at the end of a run. */
package dev.backstory.inspect.status;
