/** Reads user files of other systems. */
@NullMarked
package dev.postern.imports;

import org.jspecify.annotations.NullMarked;
