/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.dashboard.feed.Feed;
import io.millrace.dashboard.feed.Flood;
import io.millrace.jobs.embedded.Platform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the page feels when far more arrives than it can show. Runs where it is asked for, as it
 * takes minutes and all of the machine:
 *
 * <pre>mvn verify -pl dashboard -am -Dit.test=LoadITCase -Dtest=NONE \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dmillrace.load=60</pre>
 */
class LoadITCase {
  private static final String PROPERTY = "millrace.load";
  private static final int PER_SECOND = 100_000;
  private static final String HEAP = "256m";
  private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]+)\"");

  /** What shows data of a view. */
  private static final Map<String, String> CONTENT =
      Map.of(
          "overview", ".job .flow-out strong",
          "signals", ".chart-wave canvas",
          "drift", ".chart-tall canvas",
          "graph", ".odd-arrow",
          "aggregation", ".trust tbody tr",
          "dead-letters", ".letter");

  private static final String CLICK =
      """
      async ([view, content]) => {
        const begin = performance.now();
        document.querySelector(`#tabs a[href="#${view}"]`).click();
        return await new Promise((done) => {
          const look = () => {
            const found = document.querySelector(content);
            if (found && found.checkVisibility()) requestAnimationFrame(() => done(performance.now() - begin));
            else requestAnimationFrame(look);
          };
          look();
        });
      }
      """;

  private static final String LONG_TASKS =
      """
      window.longTasks = [];
      new PerformanceObserver((list) => list.getEntries().forEach((one) => longTasks.push(one.duration)))
        .observe({ type: "longtask", buffered: true });
      """;

  @TempDir Path folder;

  @Test
  void viewsOpenWhileAHundredThousandEventsASecondArrive() throws Exception {
    int seconds = Integer.getInteger(PROPERTY, 0);
    assumeTrue(seconds > 0, "a measurement: ask for it with -D" + PROPERTY + "=SECONDS");
    Path chromium = Browsers.chromium();
    try (Platform platform = Platform.start(4, 0);
        RunningCommand dashboard = dashboard(platform.connection());
        Feed feed = new Feed(platform.connection());
        Flood flood = new Flood(platform.connection(), PER_SECOND);
        Playwright playwright = Browsers.playwright();
        Browser browser = Browsers.launch(playwright, chromium)) {
      URI url = URI.create(dashboard.await(URL));
      Map<String, List<Double>> waits = new LinkedHashMap<>();
      List<Double> longTasks = new ArrayList<>();
      long heap = 0;
      double least = 1;
      long begin = System.nanoTime();
      long before = flood.sent();
      double elapsed = 0;
      double rate;
      try (Visitor visitor = new Visitor(browser, url, ColorScheme.LIGHT, 1280)) {
        Page page = visitor.page();
        page.addInitScript(LONG_TASKS);
        page.navigate(url.toString());
        page.waitForSelector(CONTENT.get("overview"));
        while (elapsed < seconds) {
          for (String view : CONTENT.keySet()) {
            double wait =
                ((Number) page.evaluate(CLICK, List.of(view, CONTENT.get(view)))).doubleValue();
            waits.computeIfAbsent(view, each -> new ArrayList<>()).add(wait);
            page.waitForTimeout(1000);
          }
          JsonNode overview = overview(url);
          heap = Math.max(heap, overview.path("all").path("heap_bytes").asLong());
          for (JsonNode one : overview.path("link").path("sampled")) {
            least = Math.min(least, one.path("shown_share").asDouble());
          }
          elapsed = (System.nanoTime() - begin) / 1e9;
        }
        rate = (flood.sent() - before) / elapsed;
        assertThat(page.locator("#live").textContent()).contains("% sample");
        for (Object task : (List<?>) page.evaluate("window.longTasks")) {
          longTasks.add(((Number) task).doubleValue());
        }
        assertThat(visitor.complaints()).isEmpty();
      }
      assertThat(feed.failure()).isNull();
      assertThat(rate).as("events per second").isGreaterThan(0.9 * PER_SECOND);
      assertThat(least).as("share that is shown").isLessThan(0.2);
      assertThat(heap).as("heap of the server").isBetween(1L, 256L << 20);
      tell(rate, waits, longTasks, elapsed, heap, least);
    }
  }

  private RunningCommand dashboard(KafkaConnection connection) {
    return RunningCommand.start(
        folder,
        HEAP,
        List.of("dashboard", "-b", connection.bootstrapServers(), "--port", "0", "--json"));
  }

  private static JsonNode overview(URI url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url.resolve("api/overview")).build();
    return new ObjectMapper()
        .readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString(UTF_8)).body());
  }

  private static void tell(
      double rate,
      Map<String, List<Double>> waits,
      List<Double> longTasks,
      double seconds,
      long heap,
      double least) {
    List<Double> all = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    waits.forEach(
        (view, each) -> {
          all.addAll(each);
          line(
              text,
              "%s: median %.0f ms, at most %.0f ms",
              view,
              median(each),
              Collections.max(each));
        });
    line(text, "%,.0f events/s for %.0f s; %.1f %% shown", rate, seconds, 100 * least);
    line(
        text,
        "click to content, %d clicks: median %.0f ms, at most %.0f ms",
        all.size(),
        median(all),
        Collections.max(all));
    line(
        text,
        "long tasks: %d, median %.0f ms, at most %.0f ms, %.1f %% of the time",
        longTasks.size(),
        median(longTasks),
        longTasks.isEmpty() ? 0 : Collections.max(longTasks),
        longTasks.stream().mapToDouble(Double::doubleValue).sum() / 10 / seconds);
    line(text, "heap of the server: at most %d MiB of %s", heap >> 20, HEAP);
    System.out.print(text);
  }

  private static void line(StringBuilder text, String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }
}
