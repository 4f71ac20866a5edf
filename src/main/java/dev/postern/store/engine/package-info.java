/** What the databases have in common: connections, transactions, migrations, failures. */
@NullMarked
package dev.postern.store.engine;

import org.jspecify.annotations.NullMarked;
