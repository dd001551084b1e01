/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.dashboard.live.View;
import io.millrace.jobs.demo.page.PageFigures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Looks at a dashboard through its web server and says whether it shows what goes on. */
public final class PageCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI url;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final List<String> complaints = new ArrayList<>();
  private long maxAge;

  public PageCheck(URI url) {
    this.url = url;
  }

  /** Looks once at everything. */
  public PageFigures look() {
    try {
      page();
      Set<String> busy = overview();
      view(View.SIGNALS, busy.contains("streaming-cnn"), "values");
      view(View.DRIFT, busy.contains("drift-moe"), "windows");
      view(View.GRAPH, busy.contains("temporal-graph"), "scores");
      view(View.AGGREGATION, busy.contains("parameter-aggregation"), "rounds");
      expect(
          get("api/" + View.DEAD_LETTERS.label()).path("all").path("letters").isArray(),
          "dead-letters: no list");
      events();
    } catch (IOException e) {
      complaints.add("no answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      complaints.add("interrupted");
    }
    return new PageFigures(url.toString(), complaints.isEmpty(), maxAge, List.copyOf(complaints));
  }

  private void page() throws IOException, InterruptedException {
    expect(text("").contains("app.js"), "the page itself is not what it should be");
    expect(!text("app.js").isEmpty() && !text("style.css").isEmpty(), "the page lacks its parts");
    expect(text("charts/echarts.esm.min.js").length() > 1000, "the page lacks its charts");
  }

  /** Which jobs have input, once all of these were looked at. */
  private Set<String> overview() throws IOException, InterruptedException {
    JsonNode page = get("api/" + View.OVERVIEW.label());
    expect(page.path("link").path("connected").asBoolean(), "overview: the brokers are away");
    Set<String> busy = new HashSet<>();
    for (JsonNode job : page.path("all").path("jobs")) {
      JsonNode figures = job.path("figures");
      if (figures.path("in_total").asLong() > 0) {
        String name = job.path("name").asText();
        busy.add(name);
        expect(figures.path("out_total").asLong() > 0, "overview: no results of " + name);
        expect(
            !job.path("state").asText().equals("bad"),
            "overview: " + name + " is ill, " + job.path("problems"));
        maxAge =
            Math.max(maxAge, page.path("now").asLong() - figures.path("newest_millis").asLong());
      }
    }
    expect(!busy.isEmpty(), "overview: no job has input");
    return busy;
  }

  private void view(View view, boolean busy, String content)
      throws IOException, InterruptedException {
    JsonNode page = get("api/" + view.label());
    if (busy) {
      expect(
          !page.path("item").path(content).isEmpty(),
          view.label() + ": " + page.path("chosen").asText() + " has no " + content);
    }
  }

  /** Whether something is pushed. */
  private void events() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("api/" + View.OVERVIEW.label() + "/events"))
            .header("Accept", "text/event-stream")
            .timeout(PATIENCE)
            .build();
    try (Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body()) {
      expect(
          lines.filter(line -> line.startsWith("data:")).findFirst().isPresent(),
          "no event was pushed");
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(text(path));
  }

  private String text(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url.resolve(path)).timeout(PATIENCE).build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    expect(answer.statusCode() == 200, path + " answers with status " + answer.statusCode());
    return answer.body();
  }

  private void expect(boolean holds, String complaint) {
    if (!holds) {
      complaints.add(complaint);
    }
  }
}
