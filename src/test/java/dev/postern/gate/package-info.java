@NullMarked
package dev.postern.gate;

import org.jspecify.annotations.NullMarked;
