package dev.postern.http;

/** Ends a request with a refusal. */
final class RequestRefused extends RuntimeException implements HasRefusal {
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    RequestRefused(Refusal refusal) {
        super(refusal.code(), null, false, false);
        this.refusal = refusal;
    }

    @Override
    public Refusal refusal() {
        return refusal;
    }
}
