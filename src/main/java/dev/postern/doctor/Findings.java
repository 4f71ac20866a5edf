package dev.postern.doctor;

import dev.postern.doctor.Finding.Result;
import java.util.ArrayList;
import java.util.List;

/** The findings so far. */
final class Findings {
    private final List<Finding> all = new ArrayList<>();

    void pass(String check, String detail) {
        all.add(new Finding(check, Result.PASS, detail, ""));
    }

    void warn(String check, String detail, String change) {
        all.add(new Finding(check, Result.WARN, detail, change));
    }

    void fail(String check, String detail, String change) {
        all.add(new Finding(check, Result.FAIL, detail, change));
    }

    /** One finding for several tries: a failure that names them, or a pass. */
    void conclude(String check, List<String> failures, String passed, String change) {
        if (failures.isEmpty()) {
            pass(check, passed);
        } else {
            fail(check, String.join("; ", failures), change);
        }
    }

    List<Finding> all() {
        return List.copyOf(all);
    }
}
