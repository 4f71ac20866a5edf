@NullMarked
package dev.postern.store.engine;

import org.jspecify.annotations.NullMarked;
