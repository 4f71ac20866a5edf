/** Path groups, and the decision whether a request may pass. */
@NullMarked
package dev.postern.gate;

import org.jspecify.annotations.NullMarked;
