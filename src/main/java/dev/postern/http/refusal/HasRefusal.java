package dev.postern.http.refusal;

/** An exception that knows the refusal which answers it. */
public interface HasRefusal {
    Refusal refusal();
}
