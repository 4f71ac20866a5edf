import io.javalin.Javalin;

/** The peer of the measurements: the same route in a Javalin app with nothing around it. */
public final class BareApp {
    public static void main(String[] args) {
        Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.routes.get("/dashboard", ctx -> ctx.result("Hello admin, welcome to dashboard"));
                })
                .start("127.0.0.1", Integer.parseInt(args[0]));
        System.out.println("ready");
    }
}
