/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and its controller inside this process, listening on the loopback address.
 *
 * <p>The directory keeps topics and committed offsets: a broker started on it again serves them.
 * Topics are not created on first use, every internal topic has one replica, and transactions may
 * last up to {@value #MAX_TRANSACTION_MILLIS} ms. Its loggers are {@code kafka}, {@code
 * org.apache.kafka} and {@code state.change.logger}; they are chatty at level INFO.
 */
public final class EmbeddedKafka implements AutoCloseable {
  /** The longest transaction timeout that a producer may ask for, in milliseconds. */
  public static final int MAX_TRANSACTION_MILLIS = 900_000;

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final int ATTEMPTS = 3;

  private final KafkaRaftServer server;
  private final DirectoryLock lock;
  private final int port;
  private boolean closed;

  private EmbeddedKafka(KafkaRaftServer server, DirectoryLock lock, int port) {
    this.server = server;
    this.lock = lock;
    this.port = port;
  }

  /**
   * Starts a broker and returns when it accepts clients.
   *
   * @param directory where its data live; created if absent, formatted if empty
   * @param port the port to listen on, or 0 for any that is free
   * @throws EmbeddedKafkaException if another broker uses the directory, the port is taken, or the
   *     directory cannot be written or holds something else
   */
  public static EmbeddedKafka start(Path directory, int port) {
    return start(directory, port, Map.of());
  }

  /**
   * Starts a broker whose configuration differs from the default one.
   *
   * @param overrides broker properties that replace or extend the defaults
   * @see #start(Path, int)
   */
  public static EmbeddedKafka start(Path directory, int port, Map<String, String> overrides) {
    return start(directory, port, overrides, Optional.empty());
  }

  /**
   * Starts a broker that lets nobody in but its users, over TLS, and these do only what ACLs allow.
   *
   * @see #start(Path, int)
   */
  public static EmbeddedKafka start(Path directory, int port, BrokerSecurity security) {
    return start(directory, port, Map.of(), Optional.of(security));
  }

  private static EmbeddedKafka start(
      Path directory, int port, Map<String, String> overrides, Optional<BrokerSecurity> security) {
    DirectoryLock lock = DirectoryLock.acquire(directory);
    try {
      format(directory, BrokerProperties.NODE, Uuid.randomUuid().toString(), security);
      return startLocked(directory, port, overrides, security, lock);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Starts one of several brokers and returns when it accepts clients, which takes most of the
   * others.
   *
   * @param number of the broker, from 1
   * @see #start(Path, int)
   */
  public static EmbeddedKafka start(Path directory, BrokerQuorum quorum, int number) {
    DirectoryLock lock = DirectoryLock.acquire(directory);
    try {
      format(directory, number, quorum.clusterId(), Optional.empty());
      int port = quorum.nodes().get(number - 1).port();
      return startLocked(directory, port, quorum.properties(number), Optional.empty(), lock);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static EmbeddedKafka startLocked(
      Path directory,
      int wanted,
      Map<String, String> overrides,
      Optional<BrokerSecurity> security,
      DirectoryLock lock) {
    for (int attempt = 1; ; attempt++) {
      int port = wanted == 0 ? freePort() : requireFree(wanted);
      KafkaRaftServer server = null;
      try {
        int controllerPort = freePort();
        Map<String, String> changes = new LinkedHashMap<>(overrides);
        security.ifPresent(asked -> changes.putAll(asked.properties(port, controllerPort)));
        KafkaConfig config =
            KafkaConfig.fromProps(
                BrokerProperties.of(directory, port, controllerPort, changes), false);
        server = new KafkaRaftServer(config, Time.SYSTEM);
        server.startup();
        LOG.info("Embedded Kafka listens on localhost:{}, data in {}", port, directory);
        return new EmbeddedKafka(server, lock, port);
      } catch (RuntimeException e) {
        if (server != null) {
          stop(server);
        }
        // Between the search for a free port and its use another process may have taken it.
        if (wanted == 0 && attempt < ATTEMPTS && causedBy(e, BindException.class)) {
          continue;
        }
        throw new EmbeddedKafkaException(
            "The embedded Kafka broker on port "
                + port
                + " with its data in "
                + directory
                + " did not start: "
                + e.getMessage(),
            e);
      }
    }
  }

  private static void format(
      Path directory, int node, String clusterId, Optional<BrokerSecurity> security) {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    try (PrintStream quiet =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(quiet)
          .setClusterId(clusterId)
          .setNodeId(node)
          .setControllerListenerName(BrokerProperties.CONTROLLER)
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
          .setMetadataLogDirectory(directory.toString())
          .addDirectory(directory.toString())
          .setScramArguments(security.map(BrokerSecurity::scram).orElse(List.of()))
          .setIgnoreFormatted(true)
          .run();
    } catch (Exception e) {
      throw new EmbeddedKafkaException(
          "Cannot format " + directory + " for a Kafka broker: " + e.getMessage(), e);
    }
  }

  private static int requireFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return port;
    } catch (IOException | IllegalArgumentException e) {
      throw new EmbeddedKafkaException(
          "Port "
              + port
              + " is not free for the embedded Kafka broker ("
              + e.getMessage()
              + "); choose another one, or 0 for any",
          e);
    }
  }

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new EmbeddedKafkaException("No port is free on the loopback address", e);
    }
  }

  private static boolean causedBy(Throwable e, Class<? extends Throwable> type) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  private static void stop(KafkaRaftServer server) {
    try {
      server.shutdown();
      server.awaitShutdown();
    } catch (RuntimeException e) {
      LOG.warn("The embedded Kafka broker did not stop cleanly", e);
    }
  }

  /** Where clients connect: {@code host:port}. */
  public String bootstrapServers() {
    return "localhost:" + port;
  }

  /**
   * Stops the broker after it has written its logs, and frees the directory. May be called twice.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    stop(server);
    lock.close();
  }
}
