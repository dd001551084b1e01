/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The processes of a cluster and where they listen, as its supervisor writes them down.
 *
 * @param phase what the supervisor is about
 * @param message why it failed; empty otherwise
 * @param supervisor the process that watches the others
 * @param build what the libraries were made of, see {@link Libraries#fingerprint}
 * @param rest Flink's page and REST interface
 * @param bootstrapServers where Kafka clients connect
 * @param taskManagers how many there should be
 * @param slots of each of them
 * @param members all other processes
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ClusterState(
    Phase phase,
    String message,
    ProcessMark supervisor,
    String build,
    String rest,
    String bootstrapServers,
    int taskManagers,
    int slots,
    List<Member> members) {
  /** What becomes of a cluster. */
  public enum Phase {
    STARTING,
    RUNNING,
    FAILED;

    @Override
    @JsonValue
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A process.
   *
   * @param name unique in the cluster, such as {@code taskmanager-2}
   * @param mark the process itself, or the last that it was
   * @param port that it listens on; 0 where nobody has to know
   * @param restarts how often the supervisor had to start it again
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Member(String name, Role role, ProcessMark mark, int port, int restarts) {
    public Member {
      Objects.requireNonNull(mark, name);
    }
  }

  public ClusterState {
    members = List.copyOf(members);
  }

  /** A process by its name. */
  public Optional<Member> member(String name) {
    return members.stream().filter(member -> member.name().equals(name)).findFirst();
  }

  /** The processes of a kind, in order. */
  public List<Member> members(Role role) {
    return members.stream().filter(member -> member.role() == role).toList();
  }
}
