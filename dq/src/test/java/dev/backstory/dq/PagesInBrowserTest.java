package dev.backstory.dq;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.backstory.core.contract.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of real audits in a real browser: one that passes, one that fails on hostile values, and the index. */
@Tag("browser")
class PagesInBrowserTest {
    private static final String HOSTILE = "<script>document.title='taken'</script><img src=x onerror=alert(1)>\"'&amp;`"
            + " \u202e\u05d0\u05d1\u05d2 \u0645\u0631\u062d\u0628\u0627 ";

    private static final String AIRFLOW_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

    @TempDir
    static Path folder;

    private static Browser browser;
    private static Shop shop;

    @BeforeAll
    static void auditAndOpen() {
        shop = Shop.withInputs(folder, "", 1);
        Dataset<Row> right = shop.training();
        assertThat(shop.auditTraining("good", right)).isZero();
        Dataset<Row> wrong = right.withColumn("ranking_id", functions.lit(HOSTILE + "long ".repeat(2000)))
                .withColumn("action_types", functions.expr("if(customer_id = 1, array(4, 2, 1, 0, 0), action_types)"));
        assertThat(shop.auditTraining("bad", wrong)).isEqualTo(3);
        browser = new Browser();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    /** A page, and what it said and asked for while it was open. */
    private record Open(Page page, List<String> complaints, List<String> requests) {
        void assertQuiet() {
            assertThat(complaints).isEmpty();
            assertThat(requests).hasSize(1).allMatch(request -> request.startsWith("file:"));
        }
    }

    private static Path file(String name) {
        return Path.of(shop.lake.lake.reports().toString(), name);
    }

    private static Path report(String run) {
        return file("training/dt=" + Shop.DT + "/run=" + run + ".html");
    }

    private static Open open(Path file, ColorScheme scheme) {
        Page page = browser.page(scheme, true);
        List<String> complaints = new ArrayList<>();
        List<String> requests = new ArrayList<>();
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith("data:")) {
                requests.add(request.url());
            }
        });
        page.navigate(file.toUri().toString());
        return new Open(page, complaints, requests);
    }

    @ParameterizedTest
    @CsvSource({"good, LIGHT", "good, DARK", "bad, LIGHT", "bad, DARK", "index, LIGHT", "index, DARK"})
    void everyPageIsQuietAndAccessible(String which, ColorScheme scheme) {
        Open open = open(which.equals("index") ? file("index.html") : report(which), scheme);
        String background = (String) open.page().evaluate("getComputedStyle(document.body).backgroundColor");
        assertThat(background).isEqualTo(scheme == ColorScheme.DARK ? "rgb(18, 20, 23)" : "rgb(246, 247, 248)");
        open.assertQuiet();
        assertThat(new AxeBuilder(open.page()).analyze().getViolations())
                .extracting(rule -> rule.getId() + " " + rule.getNodes())
                .isEmpty();
    }

    /** On a phone and on a desk, in light and dark: nothing is wider than its frame, and no label on another or broken. */
    @ParameterizedTest
    @CsvSource({
        "good, 390, LIGHT",
        "good, 1400, DARK",
        "since, 390, LIGHT",
        "since, 1400, DARK",
        "bad, 390, DARK",
        "bad, 1400, LIGHT",
        "index, 390, LIGHT",
        "index, 390, DARK",
        "index, 1400, LIGHT"
    })
    void everyPageFits(String which, int width, ColorScheme scheme) {
        Page page = open(
                        switch (which) {
                            case "index" -> file("index.html");
                            case "since" -> file("actions/dt=2025-08-13/run=actions-1.html");
                            default -> report(which);
                        },
                        scheme)
                .page();
        page.setViewportSize(width, 844);

        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
        assertThat(page.evaluate("""
                        () => [...document.querySelectorAll('body *')]
                          .filter(part => !part.parentElement.closest('.scroll, .visually-hidden, pre'))
                          .filter(part => part.getBoundingClientRect().right > innerWidth + 1)
                          .map(part => part.tagName + ' ' + part.textContent)""")).isEqualTo(List.of());
        assertThat(page.evaluate("""
                        () => [...document.querySelectorAll('svg')].flatMap(picture => {
                          const labels = [...picture.querySelectorAll('text')].map(label => label.getBoundingClientRect());
                          return labels.filter((one, i) => labels.some((other, j) => i < j && one.left < other.right
                            && other.left < one.right && one.top < other.bottom && other.top < one.bottom));
                        }).length""")).as("labels of a chart on each other").isEqualTo(0);
        assertThat(page.evaluate("""
                        () => [...document.querySelectorAll('.bars th[scope=row], .calendar tbody th, .tiles dt, .value')]
                          .filter(label => {
                            const text = document.createRange();
                            text.selectNodeContents(label);
                            const tops = [...text.getClientRects()].map(line => line.top);
                            return Math.max(...tops) - Math.min(...tops) > 0.9 * parseFloat(getComputedStyle(label).fontSize);
                          })
                          .map(label => label.textContent)""")).as("labels on more than one line").isEqualTo(List.of());
        if (which.equals("since")) {
            Locator since = page.locator(".since .scroll");
            assertThat(since.locator("tbody tr").first().innerText()).startsWith("verdict");
            assertThat((Boolean) since.evaluate("frame => frame.scrollWidth <= frame.clientWidth"))
                    .as("what changed is in sight")
                    .isTrue();
        }
    }

    @Test
    void aReportSaysWhatToRunAndWhatIsDifferentSinceTheDayBefore() {
        Page bad = open(report("bad"), ColorScheme.LIGHT).page();
        assertThat(bad.locator(".next pre").innerText())
                .isEqualTo("bin/backstory run --config pipeline.yaml --dt " + Shop.DT + " --rebuild");
        assertThat(bad.locator(".tiles dt").allInnerTexts())
                .containsExactly("rows", "rejected rows", "checks passed", "time of the step", "size");
        Page good = open(report("good"), ColorScheme.LIGHT).page();
        assertThat(good.locator(".next").count()).isZero();
        assertThat(good.locator("svg text >> nth=0").textContent()).isEqualTo("most: 4 rows");
    }

    @Test
    void theVerdictComesFirstAndFailuresBeforePasses() {
        Page page = open(report("bad"), ColorScheme.LIGHT).page();
        String text = page.locator("body").innerText();
        assertThat(text.indexOf("Not published, because"))
                .isPositive()
                .isLessThan(text.indexOf("action types are 0 to 3\n"));
        assertThat(page.locator("h2").allInnerTexts())
                .startsWith("What to run, once the cause is gone", "Failed", "Passed");
        assertThat(open(report("good"), ColorScheme.LIGHT)
                        .page()
                        .locator(".verdict")
                        .innerText())
                .contains("PASS")
                .contains("checks hold on 4 rows");
    }

    @Test
    void theMouseFilters() {
        Open open = open(report("bad"), ColorScheme.LIGHT);
        Page page = open.page();
        int all = visible(page);
        int failed = page.locator("[data-verdict=FAIL]").count();
        assertThat(failed).isBetween(2, all - 1);
        page.locator("button[data-show=FAIL]").click();
        assertThat(visible(page)).isEqualTo(failed);
        assertThat(page.locator("#shown").innerText()).isEqualTo(failed + " of " + all + " checks shown");
        page.locator("button[data-show=PASS]").click();
        assertThat(page.locator("article.check:visible").count()).isZero();
        page.locator("button[data-show=ALL]").click();
        page.locator("#search").fill("padding stands");
        assertThat(visible(page)).isEqualTo(1);
        open.assertQuiet();
    }

    @Test
    void theKeyboardFilters() {
        Page page = open(report("bad"), ColorScheme.LIGHT).page();
        int failed = page.locator("[data-verdict=FAIL]").count();
        page.locator("button[data-show=ALL]").focus();
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator("button[data-show=FAIL]").getAttribute("aria-pressed"))
                .isEqualTo("true");
        assertThat(visible(page)).isEqualTo(failed);
        page.locator("#search").focus();
        page.keyboard().type("action types");
        assertThat(visible(page)).isEqualTo(1);
    }

    private static int visible(Page page) {
        return page.locator("[data-verdict]:visible").count();
    }

    @Test
    void hostileValuesAreText() {
        Page page = open(report("bad"), ColorScheme.LIGHT).page();
        Locator cell = page.locator("article:has-text('action types are 0 to 3') td bdi")
                .first();
        assertThat(cell.textContent()).startsWith(HOSTILE).contains("… (").hasSizeLessThan(400);
        assertThat(page.title()).startsWith("FAIL: training of " + Shop.DT);
        assertThat(page.locator("script").count()).isEqualTo(1);
        assertThat(page.locator("img").count()).isZero();
    }

    @Test
    void withoutScriptsNothingIsHidden() {
        Page page = browser.page(ColorScheme.LIGHT, false);
        page.navigate(report("bad").toUri().toString());
        assertThat(page.locator("#filters").isVisible()).isFalse();
        assertThat(visible(page)).isEqualTo(page.locator("[data-verdict]").count());
    }

    @Test
    void underAirflowsPolicyThePageIsStyledAndWhole() throws Exception {
        Page page = browser.page(ColorScheme.LIGHT, true);
        String html = Files.readString(report("bad"));
        page.route(
                "**/*",
                route -> route.fulfill(new com.microsoft.playwright.Route.FulfillOptions()
                        .setHeaders(Map.of("Content-Security-Policy", AIRFLOW_POLICY, "Content-Type", "text/html"))
                        .setBody(html)));
        page.navigate("http://airflow.invalid/report");
        assertThat(page.locator("#filters").isVisible()).isFalse();
        assertThat(page.locator("article.check").first().isVisible()).isTrue();
        assertThat((String) page.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(246, 247, 248)");
    }

    @Test
    void onPaperThereAreNoButtons() {
        Page page = open(report("bad"), ColorScheme.LIGHT).page();
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator("#filters").isVisible()).isFalse();
        assertThat(page.locator("article.check pre").first().isVisible()).isTrue();
    }

    @Test
    void theIndexLeadsToTheReports() {
        Page page = open(file("index.html"), ColorScheme.LIGHT).page();
        Locator day = page.locator("tr:has(th:text-is('training')) td.FAIL a");
        assertThat(day.getAttribute("aria-label"))
                .startsWith("training " + Shop.DT + " failed: ")
                .contains("action types are 0 to 3")
                .endsWith("(an older run is published)");
        day.focus();
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile(".*/training/dt=" + Shop.DT + "/run=bad\\.html"));
        page.locator(".crumbs a").first().click();
        page.waitForURL(Pattern.compile(".*/_reports/index\\.html"));
        assertThat(page.locator("section:has(#failed) tbody tr").count()).isGreaterThan(1);
    }

    @Test
    void theIndexFiltersByTableAndByState() {
        Page page = open(file("index.html"), ColorScheme.LIGHT).page();
        Locator actions = page.locator("tr[data-table=actions]").first();
        assertThat(actions.isVisible()).isTrue();
        page.locator("#table-training").check();
        assertThat(actions.isVisible()).isFalse();
        assertThat(page.locator("tr[data-table=training]").first().isVisible()).isTrue();
        assertThat(page.locator("figure[data-table=actions]:visible").count()).isZero();
        assertThat(page.locator("figure[data-table=training]:visible").count()).isEqualTo(2);
        page.locator("#table-all").check();

        page.locator("#state-FAIL").check();
        assertThat(opacity(page, ".calendar td.FAIL")).isEqualTo("1");
        assertThat(opacity(page, ".calendar td[class]:not(.FAIL)")).isEqualTo("0.12");
        assertThat(page.locator(".needs li.FAIL:visible").count())
                .isEqualTo(page.locator(".needs li:visible").count())
                .isPositive();
    }

    private static String opacity(Page page, String which) {
        return (String) page.locator(which).first().evaluate("cell => getComputedStyle(cell).opacity");
    }

    @Test
    void onAPhoneTheNewestDayIsInSight() {
        Page page = open(file("index.html"), ColorScheme.LIGHT).page();
        page.setViewportSize(390, 844);
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
        Locator newest = page.locator(".month >> nth=0 >> tr[data-table=training] td >> nth=-1");
        assertThat(newest.getAttribute("class")).isEqualTo("FAIL");
        assertThat((Boolean) newest.evaluate("""
                        cell => {
                          const day = cell.getBoundingClientRect();
                          const frame = cell.closest('.scroll').getBoundingClientRect();
                          return day.left >= frame.left && day.right <= frame.right + 1;
                        }""")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"training/dt=2025-08-14/run=good.html", "training/dt=2025-08-14/run=bad.html", "index.html"})
    void everyPageIsSmallAndLeadsNowhereElse(String name) throws Exception {
        String html = Files.readString(file(name));
        assertThat(Files.size(file(name))).isLessThan(2_000_000);
        assertThat(html)
                .contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; ")
                .doesNotContain("unsafe-inline")
                .doesNotContainPattern("(?i)<[^>]+(href|src|action|srcset|poster)\\s*=\\s*\"?(https?:)?//")
                .doesNotContainPattern("(?i)@import|url\\(");
    }

    @Test
    void rejectedRowsAreShownByReason() throws Exception {
        assertThat(Files.readString(report("good"))).doesNotContain("Rejected rows by reason");
        assertThat(shop.lake.report(Step.HISTORY, Shop.DT, "good").figures().distributions())
                .extracting(distribution -> distribution.title())
                .containsExactly("History lengths", "Action types in histories");
    }
}
