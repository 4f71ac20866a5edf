/** What commands do on a store of this machine, without a server. */
@NullMarked
package dev.postern.local;

import org.jspecify.annotations.NullMarked;
