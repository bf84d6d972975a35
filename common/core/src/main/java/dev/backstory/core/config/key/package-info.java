/** What a setting says about itself: its key, its documentation, its limits, and how a value that breaks them is reported. */
package dev.backstory.core.config.key;
