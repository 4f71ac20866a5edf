/** Users, their passwords and personal tokens, clients, and login throttling. */
@NullMarked
package dev.postern.users;

import org.jspecify.annotations.NullMarked;
