/** {@code backstory show}: one published row, as text for people. */
package dev.backstory.inspect.show;
