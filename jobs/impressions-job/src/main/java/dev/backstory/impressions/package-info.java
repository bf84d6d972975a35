/** The second step: one row for every item that was shown. */
package dev.backstory.impressions;
