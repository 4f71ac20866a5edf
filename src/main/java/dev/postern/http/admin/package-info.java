/** What administrators do with the accounts of others. */
@NullMarked
package dev.postern.http.admin;

import org.jspecify.annotations.NullMarked;
