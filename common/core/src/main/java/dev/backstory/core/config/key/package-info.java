/** What a setting says of itself: its key, its documentation, its limits, and how a value that breaks them is told. */
package dev.backstory.core.config.key;
