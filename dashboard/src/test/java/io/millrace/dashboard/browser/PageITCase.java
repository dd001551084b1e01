/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.millrace.dashboard.feed.Feed;
import io.millrace.dashboard.http.DashboardServer;
import io.millrace.dashboard.http.ServerSettings;
import io.millrace.dashboard.live.LiveBoards;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.topics.TopicCatalogue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageITCase {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final List<String> VIEWS =
      List.of("overview", "signals", "drift", "graph", "aggregation", "dead-letters");
  private static final Set<String> SERIOUS = Set.of("serious", "critical");
  private static final double PATIENCE = 30_000;

  private static Platform platform;
  private static Feed feed;
  private static LiveBoards boards;
  private static DashboardServer server;
  private static Playwright playwright;
  private static Browser browser;

  private final List<String> complaints = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void start() {
    Path chromium = Browsers.chromium();
    platform = Platform.start(4, 0);
    feed = new Feed(platform.connection());
    boards =
        new LiveBoards(
            platform.connection(),
            TopicCatalogue.of(JobConfiguration.defaults()).byRole(),
            Optional.empty(),
            2000);
    server = DashboardServer.start(ServerSettings.local(0), boards);
    playwright = Browsers.playwright();
    browser = Browsers.launch(playwright, chromium);
  }

  @AfterAll
  static void stop() {
    if (platform != null) {
      browser.close();
      playwright.close();
      server.close();
      boards.close();
      feed.close();
      platform.close();
    }
  }

  @BeforeEach
  void open() {
    open(ColorScheme.LIGHT, 1280, 900);
  }

  private void open(ColorScheme scheme, int width, int height) {
    if (context != null) {
      context.close();
    }
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setColorScheme(scheme)
                .setViewportSize(width, height)
                .setReducedMotion(ReducedMotion.REDUCE));
    page = context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.onConsoleMessage(
        message -> {
          if (Set.of("error", "warning").contains(message.type())) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onDialog(dialog -> complaints.add("dialog: " + dialog.message()));
    page.onRequest(
        request -> {
          if (!request.url().startsWith(server.url().toString())) {
            complaints.add("external request: " + request.url());
          }
        });
  }

  @AfterEach
  void nothingIsWrong() {
    context.close();
    assertThat(complaints).isEmpty();
    assertThat(feed.failure()).isNull();
  }

  private void show(String view) {
    page.navigate(server.url() + "#" + view);
    page.waitForSelector(ready(view));
  }

  /** What is there once a view shows data. */
  private static String ready(String view) {
    return switch (view.split("/", 2)[0]) {
      case "overview" -> ".pill.ok >> nth=0";
      case "signals" -> ".chart-wave canvas";
      case "drift" -> ".events li";
      case "graph" -> ".odd-arrow";
      case "aggregation" -> ".cell.suspicious >> nth=0";
      default -> ".letter >> nth=0";
    };
  }

  @ParameterizedTest
  @CsvSource({"light, 1280, true", "dark, 1280, true", "light, 360, false", "dark, 360, false"})
  void everyViewShowsDataAndIsAccessible(String scheme, int width, boolean scanned) {
    open(scheme.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT, width, 900);
    for (String view : VIEWS) {
      show(view);
      page.waitForTimeout(500);
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(SCREENSHOTS.resolve(view + "-" + scheme + "-" + width + ".png"))
              .setFullPage(true));

      assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
          .as("width of %s, where nothing sticks out sideways", view)
          .isLessThanOrEqualTo(width);
      if (scanned) {
        assertThat(serious(new AxeBuilder(page).analyze())).as(view).isEmpty();
      }
    }
  }

  private static List<String> serious(AxeResults results) {
    return results.getViolations().stream()
        .filter(rule -> SERIOUS.contains(rule.getImpact()))
        .map(rule -> rule.getId() + " at " + rule.getNodes().get(0).getHtml())
        .toList();
  }

  @Test
  void overviewTellsRatesOfAllFourJobs() {
    show("overview");

    page.waitForFunction(
        "document.querySelectorAll('.flow-out strong').length === 4"
            + " && [...document.querySelectorAll('.flow strong')].filter(e => e.textContent === '0')"
            + ".length <= 1");
    assertThat(page.locator(".job h2").allTextContents())
        .containsExactly("Signals", "Drift", "Graph", "Aggregation");
    assertThat(page.locator("#live").textContent()).isEqualTo("live");
  }

  @Test
  void waveformMoves() {
    show("signals/ecg-0002");
    Object before = picture();

    page.waitForTimeout(1500);

    assertThat(picture()).isNotEqualTo(before);
    assertThat(page.locator(".split h2").first().textContent()).isEqualTo("ecg-0002");
  }

  private Object picture() {
    return page.evaluate("document.querySelector('.chart-wave canvas').toDataURL()");
  }

  @Test
  void driftIsMarked() {
    show("drift/loans-1");

    assertThat(page.locator(".events li").first().textContent()).contains("loans-", "adwin");
    assertThat(page.getByRole(AriaRole.IMG).first())
        .extracting(chart -> chart.getAttribute("aria-label"))
        .asString()
        .containsPattern("Accuracy .* [1-9]\\d* drifts found");
  }

  @Test
  void fraudRingIsAmongTheMostSurprisingEdges() {
    show("graph");

    assertThat(page.locator("tbody tr").first().textContent()).contains("mule-", "fraud");
    page.locator("tbody button").nth(2).click();
    assertThat(page.locator("tr.picked").textContent())
        .isEqualTo(page.locator("tbody tr").nth(2).textContent());
    assertThat(page.locator(".neighbourhood").getAttribute("aria-label")).contains("mule-");
  }

  @Test
  void liarsStandOut() {
    show("aggregation");

    assertThat(page.locator(".trust tbody th").allTextContents().subList(0, 2))
        .containsExactlyInAnyOrder("worker-3", "worker-9");
  }

  @Test
  void poisonedRecordCanBeReadAndReplayed() {
    show("dead-letters");

    page.locator("#letter-search").fill("hacked");
    page.locator(".letter summary").first().click();

    assertThat(page.locator(".letter pre").first().textContent())
        .contains("<script>document.title='hacked'</script> poison");
    assertThat(page.locator(".command code").first().textContent())
        .startsWith("./millrace replay --bootstrap-servers localhost:")
        .contains("--topic millrace.signal.frame.v1 --from ");
    page.locator("#letter-search").fill("sampling_rate");
    page.locator(".letter summary").first().click();
    assertThat(page.locator(".letter .fields").first().textContent()).contains("stream_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"signals", "dead-letters"})
  void hostileTextStaysText(String view) {
    show(view);

    page.waitForFunction("document.body.textContent.includes('hacked')");

    assertThat(page.title()).endsWith("Millrace");
    assertThat(page.locator("main img, main script").count()).isZero();
  }

  @Test
  void keyboardReachesEveryView() {
    show("overview");

    page.keyboard().press("Tab");
    assertThat(page.evaluate("document.activeElement.textContent")).isEqualTo("Skip to content");
    page.keyboard().press("Tab");
    page.keyboard().press("Tab");
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");

    page.waitForSelector(ready("signals"));
    assertThat(page.title()).isEqualTo("Signals \u00b7 Millrace");
  }

  @Test
  void themeIsRemembered() {
    show("overview");
    page.locator("#theme").click();
    page.locator("#theme").click();
    assertThat(page.locator("#theme").textContent()).isEqualTo("Theme: dark");

    page.reload();
    page.waitForSelector(ready("overview"));

    assertThat(page.evaluate("document.documentElement.dataset.theme")).isEqualTo("dark");
  }
}
