/** What every command shares, without Spark and without a lake: options, exit codes, messages. */
@NullMarked
package dev.backstory.command;

import org.jspecify.annotations.NullMarked;
