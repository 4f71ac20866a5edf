/** The store, in SQLite or PostgreSQL. */
@NullMarked
package dev.postern.store;

import org.jspecify.annotations.NullMarked;
