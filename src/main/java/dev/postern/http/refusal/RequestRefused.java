package dev.postern.http.refusal;

/** Ends a request with a refusal. */
public final class RequestRefused extends RuntimeException implements HasRefusal {
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    public RequestRefused(Refusal refusal) {
        super(refusal.code(), null, false, false);
        this.refusal = refusal;
    }

    @Override
    public Refusal refusal() {
        return refusal;
    }
}
