/** Rules that a user writes for the audit of a step. */
@NullMarked
package dev.backstory.core.config.rule;

import org.jspecify.annotations.NullMarked;
