/** Users and sessions in SQLite. */
@NullMarked
package dev.postern.store;

import org.jspecify.annotations.NullMarked;
