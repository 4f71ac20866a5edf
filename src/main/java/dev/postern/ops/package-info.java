/** The audit, health, and safe output of untrusted text. */
@NullMarked
package dev.postern.ops;

import org.jspecify.annotations.NullMarked;
