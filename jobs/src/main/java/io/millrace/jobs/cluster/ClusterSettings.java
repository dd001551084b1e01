/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;

/**
 * How large a cluster is and where it listens.
 *
 * @param taskManagers 1 or more
 * @param slots of each of them, 1 or more
 * @param brokers 1 or more; internal topics have three replicas from three brokers on
 * @param taskManagerMegabytes what a task manager may take in all, 896 or more
 * @param jobManagerMegabytes heap of the job manager
 * @param brokerMegabytes heap of a broker
 * @param address that every process listens on
 * @param flink more options of Flink, over those of the cluster itself
 * @param places by name, task managers that do not live where the others do
 */
@JsonNaming(SnakeCaseStrategy.class)
@RecordBuilder
public record ClusterSettings(
    int taskManagers,
    int slots,
    int brokers,
    int taskManagerMegabytes,
    int jobManagerMegabytes,
    int brokerMegabytes,
    String address,
    Map<String, String> flink,
    Map<String, Place> places)
    implements ClusterSettingsBuilder.With {
  /** A task manager with two slots, and a broker. */
  public static final ClusterSettings DEFAULT =
      new ClusterSettings(1, 2, 1, 1536, 512, 512, "localhost", Map.of(), Map.of());

  private static final int MOST = 64;
  private static final int MOST_BROKERS = 9;
  private static final int MOST_MEGABYTES = 1 << 20;

  /**
   * Where a task manager lives.
   *
   * @param command that its own begins with, such as {@code ip netns exec NAME}
   * @param address that it listens on
   */
  public record Place(List<String> command, String address) {
    public Place {
      command = List.copyOf(command);
    }
  }

  public ClusterSettings {
    between("task managers", taskManagers, 1, MOST);
    between("slots", slots, 1, MOST);
    between("brokers", brokers, 1, MOST_BROKERS);
    between("megabytes for a task manager", taskManagerMegabytes, 896, MOST_MEGABYTES);
    between("megabytes for the job manager", jobManagerMegabytes, 128, MOST_MEGABYTES);
    between("megabytes for a broker", brokerMegabytes, 128, MOST_MEGABYTES);
    flink = Map.copyOf(flink);
    places = Map.copyOf(places);
  }

  private static void between(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "a cluster with %d %s: give %d to %d".formatted(value, what, least, most));
    }
  }
}
