package dev.postern.http;

/** An exception that knows the refusal which answers it. */
interface HasRefusal {
    Refusal refusal();
}
