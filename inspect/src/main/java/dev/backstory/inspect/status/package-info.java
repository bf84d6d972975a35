/** {@code backstory status}: what a lake holds, and the commands that put it right. */
package dev.backstory.inspect.status;
