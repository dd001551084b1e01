/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import io.millrace.jobs.cluster.ClusterSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts one task manager into a network namespace of its own, with a cable to all the others that
 * can be pulled: nothing arrives any more, and nobody is told.
 */
final class NetworkCut implements Injector {
  private static final int SUBNETS = 250;

  private final String name;
  private final String outside;
  private final String inside;
  private final String subnet;
  private final String obstacle;

  private NetworkCut(long id, String obstacle) {
    this.name = "millrace" + id;
    this.outside = "mr" + id + "o";
    this.inside = "mr" + id + "i";
    this.subnet = "10.213." + (1 + id % SUBNETS) + ".";
    this.obstacle = obstacle;
  }

  /** Makes the namespace and the cable, if that is allowed. */
  static NetworkCut create() {
    long id = ProcessHandle.current().pid() % 100_000;
    NetworkCut cut = new NetworkCut(id, null);
    try {
      cut.lay();
      return cut;
    } catch (SkippedException e) {
      cut.remove();
      return new NetworkCut(
          id, "no network namespace can be made, which takes root: " + e.getMessage());
    }
  }

  private void lay() throws SkippedException {
    Shell.run("ip", "netns", "add", name);
    Shell.run("ip", "link", "add", outside, "type", "veth", "peer", "name", inside);
    Shell.run("ip", "link", "set", inside, "netns", name);
    Shell.run("ip", "addr", "add", subnet + "1/30", "dev", outside);
    Shell.run("ip", "link", "set", outside, "up");
    Shell.run("ip", "-n", name, "addr", "add", subnet + "2/30", "dev", inside);
    Shell.run("ip", "-n", name, "link", "set", inside, "up");
    Shell.run("ip", "-n", name, "link", "set", "lo", "up");
  }

  /** The settings with that task manager at the other end of the cable. */
  ClusterSettings with(ClusterSettings settings, String taskManager) {
    if (obstacle != null) {
      return settings;
    }
    Map<String, ClusterSettings.Place> places = new HashMap<>(settings.places());
    places.put(
        taskManager, new ClusterSettings.Place(List.of("ip", "netns", "exec", name), subnet + "2"));
    return settings.withAddress(subnet + "1").withPlaces(places);
  }

  @Override
  public boolean handles(FaultKind kind) {
    return kind == FaultKind.NETWORK_CUT;
  }

  @Override
  public void begin(Fault fault) throws SkippedException {
    if (obstacle != null) {
      throw new SkippedException(obstacle);
    }
    Shell.run("ip", "-n", name, "link", "set", inside, "down");
  }

  @Override
  public void end(Fault fault) {
    Shell.tryTo("ip", "-n", name, "link", "set", inside, "up");
  }

  private void remove() {
    Shell.tryTo("ip", "link", "del", outside);
    Shell.tryTo("ip", "netns", "del", name);
  }

  @Override
  public void close() {
    if (obstacle == null) {
      remove();
    }
  }
}
