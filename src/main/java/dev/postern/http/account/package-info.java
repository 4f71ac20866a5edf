/** What people do with their own account. */
@NullMarked
package dev.postern.http.account;

import org.jspecify.annotations.NullMarked;
