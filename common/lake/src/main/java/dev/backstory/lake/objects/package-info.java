/** Object stores: whole small objects, flat listings, and a write that only happens if the object is what it was. */
@NullMarked
package dev.backstory.lake.objects;

import org.jspecify.annotations.NullMarked;
