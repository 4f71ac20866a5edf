/** What stands behind a path group: a folder of files, or an application. */
@NullMarked
package dev.postern.http.group;

import org.jspecify.annotations.NullMarked;
