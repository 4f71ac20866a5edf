@NullMarked
package dev.postern.storm;

import org.jspecify.annotations.NullMarked;
