import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.JWTVerifier;
import io.javalin.Javalin;
import org.mindrot.jbcrypt.BCrypt;

/**
 * The peer of the measurements: the same route in a Javalin app with nothing around it, and as tutorials have it, with a
 * token that is verified and passwords that are hashed on the thread of the request.
 */
public final class BareApp {
    public static void main(String[] args) {
        String secret = System.getenv().getOrDefault("SECRET_KEY", "0123456789abcdef0123456789abcdef");
        JWTVerifier verifier = JWT.require(Algorithm.HMAC256(secret)).build();
        int cost = Integer.parseInt(System.getenv().getOrDefault("POSTERN_PASSWORD_BCRYPT_COST", "12"));
        String hash = BCrypt.hashpw("the right one", BCrypt.gensalt(cost));
        Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.routes.get("/dashboard", ctx -> ctx.result("Hello admin, welcome to dashboard"));
                    config.routes.get("/guarded", ctx -> {
                        try {
                            String header = String.valueOf(ctx.header("Authorization"));
                            String name = verifier.verify(header.replace("Bearer ", "")).getClaim("username").asString();
                            ctx.result("Hello " + name + ", welcome to dashboard");
                        } catch (JWTVerificationException refused) {
                            ctx.status(401);
                        }
                    });
                    config.routes.post("/login", ctx -> {
                        String password = ctx.body().replaceAll(".*\"password\":\"([^\"]*)\".*", "$1");
                        ctx.status(BCrypt.checkpw(password, hash) ? 200 : 401);
                    });
                })
                .start("127.0.0.1", Integer.parseInt(args[0]));
        System.out.println("ready");
    }
}
