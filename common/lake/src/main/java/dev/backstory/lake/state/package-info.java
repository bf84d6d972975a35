/**
 * What a lake holds of each day: published and current, stale and why, failed, waiting, missing. The one place that
 * decides whether a published day is what a build would give now; the steps, {@code status} and the lake's index page all
 * ask here.
 */
@NullMarked
package dev.backstory.lake.state;

import org.jspecify.annotations.NullMarked;
