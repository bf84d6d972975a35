package dev.backstory.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the environment says who asks, and what a server makes of it. */
class SignInTest {
    private static final String ADMIN = "{\"username\":\"admin\",\"password\":\"s3cret\"}";

    @TempDir
    Path folder;

    private final AirflowOnLoopback airflow = new AirflowOnLoopback();

    @AfterEach
    void close() {
        airflow.close();
    }

    @Test
    void aTokenWinsOverAUser() {
        SignIn signIn = SignIn.of(Map.of("BACKSTORY_AIRFLOW_TOKEN", "token", "BACKSTORY_AIRFLOW_USER", "admin"));

        assertThat(signIn.token()).contains("token");
        assertThat(signIn.user()).isEmpty();
    }

    @Test
    void aUserGetsATokenForNameAndPassword() {
        airflow.giveTokensFor(ADMIN);
        AirflowApi api = airflow.api(
                SignIn.of(Map.of("BACKSTORY_AIRFLOW_USER", "admin", "BACKSTORY_AIRFLOW_PASSWORD", "s3cret")));

        assertThat(api.get("/dags/shop_daily").path("is_paused").isBoolean()).isTrue();
    }

    @Test
    void aPasswordMayLieInAFile() throws IOException {
        airflow.giveTokensFor(ADMIN);
        Path file = Files.writeString(folder.resolve("password"), "s3cret\n");
        AirflowApi api = airflow.api(SignIn.of(
                Map.of("BACKSTORY_AIRFLOW_USER", "admin", "BACKSTORY_AIRFLOW_PASSWORD_FILE", file.toString())));

        assertThat(api.get("/dags/shop_daily").path("is_paused").isBoolean()).isTrue();
    }

    @Test
    void aLocalAirflowLetsEveryoneIn() {
        assertThat(airflow.api(SignIn.of(Map.of()))
                        .get("/dags/shop_daily")
                        .path("is_paused")
                        .isBoolean())
                .isTrue();
    }

    @Test
    void aServerThatWantsToKnowWhoAsksSaysHow() {
        airflow.giveTokensFor(ADMIN);

        assertThatThrownBy(() -> airflow.api(SignIn.of(Map.of("BACKSTORY_AIRFLOW_USER", " "))))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot use Airflow at " + airflow.address() + " because it does not let everyone in; set"
                        + " BACKSTORY_AIRFLOW_USER and BACKSTORY_AIRFLOW_PASSWORD, or put a token into"
                        + " BACKSTORY_AIRFLOW_TOKEN");
    }

    @Test
    void aWrongPasswordIsReportedAndNotShown() {
        airflow.giveTokensFor(ADMIN);
        SignIn wrong = SignIn.of(Map.of("BACKSTORY_AIRFLOW_USER", "admin", "BACKSTORY_AIRFLOW_PASSWORD", "guessed"));

        assertThatThrownBy(() -> airflow.api(wrong))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Airflow at " + airflow.address() + " does not accept the name admin with its password"
                        + " (401); correct BACKSTORY_AIRFLOW_USER and BACKSTORY_AIRFLOW_PASSWORD");
        assertThat(wrong).hasToString("as admin");
    }

    @Test
    void aUserWithoutAPasswordIsWrongUsage() {
        assertThatThrownBy(() -> SignIn.of(Map.of("BACKSTORY_AIRFLOW_USER", "admin")))
                .isInstanceOf(UsageException.class)
                .hasMessage("Cannot sign in to Airflow as admin because there is no password; set"
                        + " BACKSTORY_AIRFLOW_PASSWORD, or BACKSTORY_AIRFLOW_PASSWORD_FILE to a file that holds it");
    }

    @Test
    void aPasswordFileThatIsNotThereIsWrongUsage() {
        Path file = folder.resolve("gone");

        assertThatThrownBy(() -> SignIn.of(
                        Map.of("BACKSTORY_AIRFLOW_USER", "admin", "BACKSTORY_AIRFLOW_PASSWORD_FILE", file.toString())))
                .isInstanceOf(UsageException.class)
                .hasMessage("Cannot read the password for Airflow from " + file
                        + ", which BACKSTORY_AIRFLOW_PASSWORD_FILE names (java.nio.file.NoSuchFileException: " + file
                        + "); correct the path, or its permissions");
    }
}
