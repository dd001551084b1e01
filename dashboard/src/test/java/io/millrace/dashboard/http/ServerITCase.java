/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connectors.embedded.EmbeddedKafka;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.connectors.topics.Topics;
import io.millrace.dashboard.demo.PageCheck;
import io.millrace.dashboard.feed.Feed;
import io.millrace.dashboard.live.LiveBoards;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.demo.page.PageFigures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServerITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOKEN = "0123456789abcdef";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;

  private static EmbeddedKafka kafka;
  private static Feed feed;
  private static LiveBoards boards;
  private static DashboardServer server;
  private static DashboardServer guarded;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(directory, 0);
    KafkaConnection connection = KafkaConnection.to(kafka.bootstrapServers());
    try (TopicAdmin admin = TopicAdmin.connect(connection, Duration.ofSeconds(30))) {
      admin.create(Topics.all().stream().map(topic -> topic.withPartitions(2)).toList());
    }
    feed = new Feed(connection);
    boards = new LiveBoards(connection, JobConfiguration.defaults(), Optional.empty(), 2000);
    server = DashboardServer.start(ServerSettings.local(0), boards);
    guarded =
        DashboardServer.start(
            new ServerSettings(
                "127.0.0.1", 0, Optional.of(TOKEN), Optional.empty(), Optional.empty()),
            boards);
  }

  @AfterAll
  static void stop() {
    guarded.close();
    server.close();
    boards.close();
    feed.close();
    kafka.close();
  }

  private static HttpResponse<String> ask(URI address, String... headers) {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE);
      if (headers.length > 0) {
        request.headers(headers);
      }
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode page(String view) {
    try {
      return JSON.readTree(ask(server.url().resolve("api/" + view)).body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode await(String view, Predicate<JsonNode> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonNode page = page(view);
    while (!wanted.test(page)) {
      assertThat(System.nanoTime()).as("time until %s is as wanted", view).isLessThan(end);
      pause();
      page = page(view);
    }
    return page;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Order(1)
  void everyViewShowsWhatWentThroughTheTopics() {
    await("signals", page -> page.path("item").path("values").size() > 1000);
    await("drift", page -> page.path("item").path("windows").size() > 10);
    await("graph", page -> page.path("item").path("surprises").size() > 1);
    await("aggregation", page -> page.path("item").path("workers").size() > 10);
    await("dead-letters", page -> page.path("all").path("letters").size() > 1);
    JsonNode overview =
        await("overview", page -> page.at("/all/jobs/2/figures/out_rate").asDouble() > 10);

    assertThat(overview.at("/link/connected").asBoolean()).isTrue();
    assertThat(overview.at("/all/jobs/0/name").asText()).isEqualTo("streaming-cnn");
    assertThat(overview.at("/all/jobs/0/figures/latency_p50").asLong()).isEqualTo(40);
  }

  @Test
  @Order(2)
  void anItemIsChosenByItsName() {
    JsonNode page = page("signals?item=ecg-0003");

    assertThat(page.path("chosen").asText()).isEqualTo("ecg-0003");
    assertThat(page.at("/item/summary/id").asText()).isEqualTo("ecg-0003");
    assertThat(page("signals?item=nobody").path("item").isNull()).isTrue();
  }

  @Test
  @Order(3)
  void viewsArePushed() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.url().resolve("api/signals/events?item=ecg-0001"))
            .header("Accept", "text/event-stream")
            .timeout(PATIENCE)
            .build();

    try (Stream<String> lines = HTTP.send(request, BodyHandlers.ofLines()).body()) {
      assertThat(lines.filter(line -> line.startsWith("data:")).limit(3))
          .hasSize(3)
          .allSatisfy(line -> assertThat(line).contains("\"chosen\":\"ecg-0001\""));
    }
  }

  @Test
  @Order(4)
  void theDemosCheckFindsAllViewsLive() {
    PageFigures figures = new PageCheck(server.url()).look();

    assertThat(figures.complaints()).isEmpty();
    assertThat(figures.viewsOk()).isTrue();
    assertThat(figures.maxEventAgeMs()).isLessThan(30_000);
  }

  @ParameterizedTest
  @Order(5)
  @ValueSource(strings = {"", "app.js", "api/overview", "charts/echarts.esm.min.js"})
  void thePageMayDoNextToNothing(String path) {
    HttpResponse<String> answer = ask(server.url().resolve(path));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @ParameterizedTest
  @Order(6)
  @ValueSource(strings = {"api/nothing", "../secret", "views/%2e%2e/%2e%2e/x", "api/"})
  void whatIsNotThereIsNotServed(String path) {
    assertThat(ask(URI.create(server.url() + path)).statusCode()).isIn(400, 404);
  }

  @Test
  @Order(7)
  void whoDoesNotKnowTheTokenStaysOut() {
    URI api = guarded.url().resolve("api/overview");

    assertThat(ask(guarded.url()).statusCode()).isEqualTo(401);
    assertThat(ask(api).statusCode()).isEqualTo(401);
    assertThat(ask(api, "Authorization", "Bearer wrong").statusCode()).isEqualTo(401);
    assertThat(ask(api, "Cookie", "millrace-token=0123456789abcdeg").statusCode()).isEqualTo(401);
    assertThat(ask(api, "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
    HttpResponse<String> answer = ask(guarded.url().resolve("?token=" + TOKEN));
    assertThat(answer.statusCode()).isEqualTo(200);
    String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
    assertThat(ask(api, "Cookie", cookie.split(";", 2)[0]).statusCode()).isEqualTo(200);
  }

  @Test
  @Order(7)
  void aKeyStoreMakesItHttps() throws Exception {
    Path store = directory.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    ServerSettings settings =
        new ServerSettings(
            "localhost", 0, Optional.empty(), Optional.of(store), Optional.of("changeit"));

    try (DashboardServer secure = DashboardServer.start(settings, boards)) {
      KeyStore trusted = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      HttpClient client = HttpClient.newBuilder().sslContext(context).build();

      assertThat(secure.url()).hasScheme("https").hasHost("localhost");
      HttpRequest request = HttpRequest.newBuilder(secure.url().resolve("api/overview")).build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  @Order(8)
  void aTakenPortIsSaid() {
    assertThatThrownBy(
            () ->
                DashboardServer.start(ServerSettings.local(server.url().getPort()), boards).close())
        .hasMessageContaining("is taken: give another one");
  }

  @Test
  @Order(9)
  void brokersThatGoAwayMakeThePageStaleUntilTheyReturn() {
    int port = Integer.parseInt(kafka.bootstrapServers().split(":", 2)[1]);
    feed.close();
    kafka.close();

    JsonNode stale = await("overview", page -> !page.at("/link/connected").asBoolean());
    assertThat(stale.at("/all/state").asText()).isEqualTo("bad");
    assertThat(stale.at("/all/problems/0/text").asText()).contains("No broker answers at");
    assertThat(page("signals").path("all").path("streams").size()).isGreaterThan(10);

    kafka = EmbeddedKafka.start(directory, port);
    feed = new Feed(KafkaConnection.to(kafka.bootstrapServers()));
    long before = stale.path("now").asLong();
    await("overview", page -> page.at("/link/connected").asBoolean());
    await("overview", page -> page.at("/all/jobs/0/figures/newest_millis").asLong() > before);
  }
}
