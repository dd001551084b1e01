/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.millrace.connectors.topics.RecordTopic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.report.topic.TopicReport;
import io.millrace.jobs.topics.TopicCatalogue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of the demo, which runs all four jobs: in the order in which something can be seen, as
 * what the demo injects takes its time.
 */
@TestMethodOrder(OrderAnnotation.class)
class DemoPageITCase {
  private static final String POISON = "<b>poison</b> of the test";

  /** What is there once a view shows data that came through its job. */
  private static final Map<String, String> LIVE =
      new TreeMap<>(
          Map.of(
              "aggregation", ".trust tbody tr",
              "dead-letters", ".letter",
              "drift", ".chart-tall canvas",
              "graph", ".chart-medium canvas",
              "overview", ".pill:not(.idle) >> nth=3",
              "signals", ".chart-wave canvas"));

  private static final double SOON = 30;
  private static final int PHONE = 360;

  /** How much longer things take than on a machine with nothing else to do, at least 1. */
  private static double crowd;

  @TempDir static Path folder;
  private static RunningDemo demo;
  private static Playwright playwright;
  private static Browser browser;
  private static long begin;
  private static List<String> liars;

  private Visitor visitor;
  private Page page;

  @BeforeAll
  static void start() {
    Path chromium = Browsers.chromium();
    OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
    crowd = Math.max(1, machine.getSystemLoadAverage() / machine.getAvailableProcessors());
    demo = RunningDemo.start(folder, "--streams", "24", "--drift-rate", "500", "--seconds", "3600");
    begin = System.nanoTime();
    try (RecordTopic frames = new RecordTopic(demo.connection(), Topics.SIGNAL_FRAMES)) {
      frames.send("bed-7".getBytes(UTF_8), POISON.getBytes(UTF_8));
      frames.flush();
    }
    playwright = Browsers.playwright();
    browser = Browsers.launch(playwright, chromium);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      playwright.close();
    }
    if (demo != null) {
      demo.close();
    }
  }

  @BeforeEach
  void open() {
    open(demo.url(), ColorScheme.LIGHT, 1280);
  }

  @AfterEach
  void nothingWentWrong() {
    visitor.close();
    assertThat(visitor.complaints()).isEmpty();
  }

  private void show(String view) {
    page.navigate(demo.url() + "#" + view);
    page.waitForSelector(LIVE.get(view));
  }

  private static double seconds() {
    return (System.nanoTime() - begin) / 1e9;
  }

  @Test
  @Order(1)
  void everyViewShowsLiveDataWithinHalfAMinuteOfTheStart() {
    // What needs a checkpoint and a full window comes last.
    for (String view :
        List.of("dead-letters", "graph", "drift", "signals", "aggregation", "overview")) {
      show(view);
      assertThat(seconds()).as("seconds until %s is live", view).isLessThan(SOON * crowd);
    }
    assertThat(page.locator(".job h2").allTextContents())
        .containsExactly("Signals", "Drift", "Graph", "Aggregation");
    assertThat(page.locator("#live").textContent()).isEqualTo("live");
  }

  @Test
  @Order(2)
  void theWaveformOfAChosenStreamMoves() {
    show("signals");
    page.locator(".chooser a >> nth=2").click();
    String chosen = page.locator(".chooser-name >> nth=2").textContent();
    page.waitForSelector(".split .stack h2:text-is('" + chosen + "')");
    Object before = picture();

    page.waitForTimeout(1000);

    assertThat(picture()).isNotEqualTo(before);
    assertThat(page.url()).endsWith("#signals/" + chosen);
  }

  private Object picture() {
    return page.evaluate("document.querySelector('.chart-wave canvas').toDataURL()");
  }

  @Test
  @Order(3)
  void aPoisonedRecordIsAmongTheDeadLettersWithItsReason() {
    show("dead-letters");
    page.locator("#letter-search").fill("poison");
    page.locator(".letter summary").first().click();

    assertThat(page.locator(".letter pre").first().textContent()).isEqualTo(POISON);
    assertThat(page.locator(".letter-reason").first().textContent())
        .contains("not in the single-object encoding");
    assertThat(page.locator(".letter .hint").first().textContent())
        .contains("decode-frames", "bed-7");
    assertThat(page.locator(".command code").first().textContent())
        .startsWith("./millrace replay --bootstrap-servers " + demo.connection().bootstrapServers())
        .contains("--topic " + Topics.SIGNAL_FRAMES.name());
  }

  @Test
  @Order(4)
  void theLiarsStandOutInTheTableOfTrust() {
    show("aggregation");

    page.waitForSelector(".trust tbody td.bad-text >> nth=2", patience(40));

    liars = page.locator(".trust tbody tr:has(td.bad-text) th").allTextContents();
    assertThat(page.locator(".trust tbody th").allTextContents().subList(0, liars.size()))
        .as("the least trusted are first")
        .containsExactlyElementsOf(liars);
  }

  private static Page.WaitForSelectorOptions patience(double seconds) {
    return new Page.WaitForSelectorOptions().setTimeout(1000 * seconds * crowd);
  }

  @Test
  @Order(5)
  void aFraudRingIsAmongTheMostSurprisingEdges() {
    show("graph");

    page.waitForSelector("tbody .bad-tag >> nth=0", patience(40));

    page.locator("tbody tr:has(.bad-tag) button").first().click();
    assertThat(page.locator("tr.picked .bad-tag").textContent()).isEqualTo("fraud");
    assertThat(page.locator(".neighbourhood").getAttribute("aria-label"))
        .startsWith("Edge from account-");
  }

  @Test
  @Order(6)
  void aDriftIsAMark() {
    show("drift");

    page.waitForSelector(".events a >> nth=0", patience(45));
    page.locator(".events a").first().click();

    page.waitForSelector("[role=img][aria-label*='drifts found']:not([aria-label*=' 0 drifts'])");
    assertThat(page.getByRole(AriaRole.IMG).first().getAttribute("aria-label"))
        .startsWith("Accuracy and kappas per window, drifts as marks. Accuracy ");
  }

  @Test
  @Order(7)
  void everyViewIsAccessibleInLightAndDarkAndFitsAPhone() {
    for (int width : List.of(1280, PHONE)) {
      open(demo.url(), ColorScheme.LIGHT, width);
      for (String view : LIVE.keySet()) {
        show(view);
        look(view, ColorScheme.LIGHT, width);
        if (width > PHONE) {
          page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
          look(view, ColorScheme.DARK, width);
          page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        }
      }
    }
  }

  private void look(String view, ColorScheme scheme, int width) {
    // Charts are drawn with the next data.
    page.waitForTimeout(300);
    visitor.photograph(view + "-" + name(scheme) + "-" + width);
    assertThat(visitor.width()).as("width of %s", view).isLessThanOrEqualTo(width);
    if (width > PHONE) {
      assertThat(visitor.barriers(scheme == ColorScheme.DARK)).as(view).isEmpty();
    }
  }

  private void open(URI home, ColorScheme scheme, int width) {
    if (visitor != null) {
      visitor.close();
      assertThat(visitor.complaints()).isEmpty();
    }
    visitor = new Visitor(browser, home, scheme, width);
    page = visitor.page();
    page.setDefaultTimeout(1000 * SOON * crowd);
  }

  private static String name(ColorScheme scheme) {
    return scheme.name().toLowerCase(Locale.ROOT);
  }

  @Test
  @Order(8)
  void reportsOfAllJobsOpenFromDisk() throws IOException {
    TopicReport reports =
        new TopicReport(demo.connection(), TopicCatalogue.of(JobConfiguration.defaults()).byRole());
    for (String job : TopicReport.jobs()) {
      Path file = folder.resolve(job + ".html");
      Files.writeString(file, reports.read(job, Instant.MIN, () -> true, records -> {}).html());
      open(file.toUri(), ColorScheme.LIGHT, 1280);
      page.navigate(file.toUri().toString());
      assertThat(page.locator("h1").textContent()).isEqualTo("Millrace: " + job);
      assertThat(page.locator("svg.plot polyline").count()).isPositive();
      visitor.photograph("report-" + job);
      assertThat(visitor.barriers(false)).as(job).isEmpty();
      page.setViewportSize(PHONE, 900);
      assertThat(visitor.width()).as("width of %s", job).isLessThanOrEqualTo(PHONE);
    }
    assertThat(page.locator(".alarm").count()).as("what liars did").isPositive();
    page.setViewportSize(1280, 900);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    visitor.photograph("report-dark");
    assertThat(visitor.barriers(true)).isEmpty();
  }

  @Test
  @Order(9)
  void theDemoSaysThatItsViewsWereLiveAndWhoLied() throws Exception {
    JsonNode report = demo.stop();

    JsonNode dashboard = report.path("dashboard");
    assertThat(dashboard.path("views_ok").asBoolean()).as(dashboard.toString()).isTrue();
    assertThat(dashboard.path("max_event_age_ms").asLong()).isBetween(0L, 30_000L);
    assertThat(dashboard.path("url").asText()).isEqualTo(demo.url().toString());
    List<String> malicious = new ArrayList<>();
    report.path("aggregation").path("malicious").forEach(name -> malicious.add(name.asText()));
    assertThat(liars).isNotEmpty().containsExactlyInAnyOrderElementsOf(malicious);
    assertThat(report.path("dead_letters").asInt()).isEqualTo(1);
  }
}
