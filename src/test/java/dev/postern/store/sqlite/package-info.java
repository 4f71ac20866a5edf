@NullMarked
package dev.postern.store.sqlite;

import org.jspecify.annotations.NullMarked;
