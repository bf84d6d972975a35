/**
 * {@code backstory status}: what a lake contains, and the commands that bring it up to date; the summary at the end of
 * a run.
 */
package dev.backstory.inspect.status;
