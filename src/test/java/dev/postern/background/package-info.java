@NullMarked
package dev.postern.background;

import org.jspecify.annotations.NullMarked;
