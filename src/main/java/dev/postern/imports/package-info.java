/** Files of other systems' users, read. */
@NullMarked
package dev.postern.imports;

import org.jspecify.annotations.NullMarked;
