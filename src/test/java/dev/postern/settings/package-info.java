@NullMarked
package dev.postern.settings;

import org.jspecify.annotations.NullMarked;
