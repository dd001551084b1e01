/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.sse.SseClient;
import io.javalin.http.staticfiles.Location;
import io.javalin.util.JavalinBindException;
import io.millrace.dashboard.live.LiveBoards;
import io.millrace.dashboard.live.View;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Serves the page, its JSON and its events until it is closed. */
public final class DashboardServer implements AutoCloseable {
  private static final String PAGE = "/io/millrace/dashboard/page";
  private static final String CHARTS = "/META-INF/resources/webjars/echarts/5.5.0";
  private static final int BROWSERS = 64;
  private static final int THREADS = 32;
  private static final long IDLE_MILLIS = 30_000;

  private final ServerSettings settings;
  private final LiveBoards boards;
  private final Hub hub;
  private final ExecutorService writers =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "dashboard-writer");
            thread.setDaemon(true);
            return thread;
          });
  private final Javalin javalin;

  private DashboardServer(ServerSettings settings, LiveBoards boards) {
    this.settings = settings;
    this.boards = boards;
    this.hub = new Hub(boards, BROWSERS);
    this.javalin = Javalin.create(this::configure);
    Guard guard = new Guard(settings.token(), settings.keyStore().isPresent());
    javalin.before(guard::check);
    javalin.get("/api/{view}", this::json);
    javalin.sse("/api/{view}/events", this::events);
  }

  /**
   * Starts to serve.
   *
   * @param boards stay the caller's to close
   * @throws IllegalStateException when the port is taken
   */
  public static DashboardServer start(ServerSettings settings, LiveBoards boards) {
    DashboardServer server = new DashboardServer(settings, boards);
    try {
      server.javalin.start();
    } catch (JavalinBindException e) {
      server.close();
      throw new IllegalStateException(
          "port "
              + settings.port()
              + " of "
              + settings.host()
              + " is taken: give another one, or 0 for any",
          e);
    }
    return server;
  }

  private void configure(JavalinConfig config) {
    config.showJavalinBanner = false;
    config.startupWatcherEnabled = false;
    config.jetty.threadPool = new QueuedThreadPool(THREADS, 2);
    config.jetty.addConnector(this::connector);
    config.staticFiles.add(
        files -> {
          files.directory = PAGE;
          files.location = Location.CLASSPATH;
          files.headers = Map.of("Cache-Control", "no-cache");
        });
    config.staticFiles.add(
        files -> {
          files.directory = CHARTS;
          files.hostedPath = "/charts";
          files.location = Location.CLASSPATH;
          files.headers = Map.of("Cache-Control", "max-age=86400");
        });
  }

  private ServerConnector connector(Server server, HttpConfiguration http) {
    http.setSendServerVersion(false);
    ServerConnector connector;
    if (settings.keyStore().isPresent()) {
      SslContextFactory.Server tls = new SslContextFactory.Server();
      tls.setKeyStorePath(settings.keyStore().get().toUri().toString());
      tls.setKeyStorePassword(settings.keyStorePassword().orElse(""));
      // The certificate is for a name, but the page may be asked for by address.
      http.addCustomizer(new SecureRequestCustomizer(false));
      connector =
          new ServerConnector(
              server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
    } else {
      connector = new ServerConnector(server, new HttpConnectionFactory(http));
    }
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  private void json(Context request) {
    View view = view(request);
    request.contentType("application/json").result(Json.of(boards.page(view, item(request))));
  }

  private static View view(Context request) {
    String name = request.pathParam("view");
    return View.named(name).orElseThrow(() -> new NotFoundResponse("there is no view " + name));
  }

  private static String item(Context request) {
    return Optional.ofNullable(request.queryParam("item")).orElse("");
  }

  private void events(SseClient client) {
    View view = view(client.ctx());
    Optional<Subscriber> subscriber = hub.subscribe(view, item(client.ctx()));
    if (subscriber.isEmpty()) {
      client.ctx().status(HttpStatus.SERVICE_UNAVAILABLE);
      client.close();
      return;
    }
    Subscriber one = subscriber.get();
    client.keepAlive();
    client.onClose(() -> hub.leave(one));
    writers.execute(() -> write(client, one));
  }

  private void write(SseClient client, Subscriber subscriber) {
    try {
      String message = subscriber.take();
      while (message != null && !client.terminated()) {
        client.sendEvent("page", message);
        message = subscriber.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hub.leave(subscriber);
      client.close();
    }
  }

  /** Where a browser finds the page. */
  public URI url() {
    String scheme = settings.keyStore().isPresent() ? "https" : "http";
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return URI.create(scheme + "://" + host + ":" + javalin.port() + "/");
  }

  /** Browsers that listen now. */
  public int browsers() {
    return hub.size();
  }

  @Override
  public void close() {
    hub.close();
    javalin.stop();
    writers.shutdownNow();
  }
}
