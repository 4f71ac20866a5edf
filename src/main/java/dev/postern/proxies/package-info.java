/** Configurations of the proxies that ask this server about requests, made for the path groups of the settings. */
@NullMarked
package dev.postern.proxies;

import org.jspecify.annotations.NullMarked;
