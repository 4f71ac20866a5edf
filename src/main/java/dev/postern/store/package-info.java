/** All that is kept, in SQLite or in PostgreSQL. */
@NullMarked
package dev.postern.store;

import org.jspecify.annotations.NullMarked;
