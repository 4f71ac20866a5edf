@NullMarked
package dev.postern.browser;

import org.jspecify.annotations.NullMarked;
