@NullMarked
package dev.postern.proxies;

import org.jspecify.annotations.NullMarked;
