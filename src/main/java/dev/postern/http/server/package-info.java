/** What every request passes first: connections, TLS, addresses, body limits, CORS; and how responses are sent. */
@NullMarked
package dev.postern.http.server;

import org.jspecify.annotations.NullMarked;
