/** The life of the keys that sign tokens: how they are made, kept, rotated and taken away. */
@NullMarked
package dev.postern.keys;

import org.jspecify.annotations.NullMarked;
