@NullMarked
package dev.postern.doctor;

import org.jspecify.annotations.NullMarked;
