@NullMarked
package dev.postern.store.postgres;

import org.jspecify.annotations.NullMarked;
