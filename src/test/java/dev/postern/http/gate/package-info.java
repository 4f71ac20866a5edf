@NullMarked
package dev.postern.http.gate;

import org.jspecify.annotations.NullMarked;
