/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.supervise;

import io.millrace.connectors.embedded.BrokerQuorum;
import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.ClusterSettings;
import io.millrace.jobs.cluster.JsonFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The brokers of a folder: their number and their cluster's id stay as they began. */
final class Brokers {
  private static final String FILE = "brokers.json";

  private record Identity(String clusterId, int brokers) {}

  private Brokers() {}

  static BrokerQuorum of(ClusterFolder folder, ClusterSettings settings, Ports ports) {
    Path kafka = folder.path().resolve("kafka");
    Identity identity =
        JsonFile.read(kafka.resolve(FILE), Identity.class).orElseGet(() -> begin(kafka, settings));
    if (identity.brokers() != settings.brokers()) {
      throw new ClusterException(
          "the topics in %s belong to %d brokers: give --brokers %d, another --dir, or delete %s"
              .formatted(folder.path(), identity.brokers(), identity.brokers(), kafka));
    }
    return new BrokerQuorum(identity.clusterId(), settings.address(), ports.brokers());
  }

  private static Identity begin(Path kafka, ClusterSettings settings) {
    try {
      Files.createDirectories(kafka);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make " + kafka, e);
    }
    Identity identity = new Identity(BrokerQuorum.newClusterId(), settings.brokers());
    JsonFile.write(kafka.resolve(FILE), identity);
    return identity;
  }
}
