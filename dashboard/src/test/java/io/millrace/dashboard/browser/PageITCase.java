/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.millrace.dashboard.feed.Feed;
import io.millrace.dashboard.http.DashboardServer;
import io.millrace.dashboard.http.ServerSettings;
import io.millrace.dashboard.live.LiveBoards;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.embedded.Platform;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the demo's page is not shown: hostile names, keys, and a choice that is kept. */
class PageITCase {
  private static Platform platform;
  private static Feed feed;
  private static LiveBoards boards;
  private static DashboardServer server;
  private static Playwright playwright;
  private static Browser browser;

  private Visitor visitor;
  private Page page;

  @BeforeAll
  static void start() {
    Path chromium = Browsers.chromium();
    platform = Platform.start(4, 0);
    feed = new Feed(platform.connection());
    boards =
        new LiveBoards(platform.connection(), JobConfiguration.defaults(), Optional.empty(), 2000);
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
    visitor = new Visitor(browser, server.url(), ColorScheme.LIGHT, 1280);
    page = visitor.page();
  }

  @AfterEach
  void nothingIsWrong() {
    visitor.close();
    assertThat(visitor.complaints()).isEmpty();
    assertThat(feed.failure()).isNull();
  }

  private void show(String view) {
    page.navigate(server.url() + "#" + view);
    page.waitForSelector(ready(view));
  }

  /** What is there once a view shows data. */
  private static String ready(String view) {
    return switch (view) {
      case "overview" -> ".pill.ok >> nth=0";
      case "signals" -> ".chart-wave canvas";
      default -> ".letter >> nth=0";
    };
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

    page.waitForSelector(
        "main :text('hacked') >> nth=0",
        new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));

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
