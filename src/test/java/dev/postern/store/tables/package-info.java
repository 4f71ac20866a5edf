@NullMarked
package dev.postern.store.tables;

import org.jspecify.annotations.NullMarked;
