/** Examines a running deployment from outside, through its proxy, as a stranger and as somebody who is signed in. */
@NullMarked
package dev.postern.doctor;

import org.jspecify.annotations.NullMarked;
