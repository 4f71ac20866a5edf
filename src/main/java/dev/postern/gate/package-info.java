/** Who may pass where: one decision, whoever asks it. */
@NullMarked
package dev.postern.gate;

import org.jspecify.annotations.NullMarked;
