/** Settings made into objects: signing, path groups, certificates, stores. */
@NullMarked
package dev.postern.assembly;

import org.jspecify.annotations.NullMarked;
