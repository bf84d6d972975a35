/** One published row, for eyes. */
package dev.backstory.inspect.show;
