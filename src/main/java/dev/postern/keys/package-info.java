/** The keys that sign tokens: creating, storing, rotating and retiring them. */
@NullMarked
package dev.postern.keys;

import org.jspecify.annotations.NullMarked;
