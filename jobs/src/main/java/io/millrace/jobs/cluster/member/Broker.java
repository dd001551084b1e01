/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.member;

import io.millrace.connectors.embedded.BrokerQuorum;
import io.millrace.connectors.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A broker in a process of its own: {@code FOLDER NUMBER CLUSTER-ID ADDRESS
 * PORT:CONTROLLER-PORT,...} with a pair of ports for each broker.
 */
public final class Broker {
  private Broker() {}

  /** Runs until the process ends. */
  public static void main(String[] arguments) throws InterruptedException {
    BrokerQuorum quorum = BrokerQuorum.parse(arguments[2], arguments[3], arguments[4]);
    EmbeddedKafka kafka =
        EmbeddedKafka.start(Path.of(arguments[0]), quorum, Integer.parseInt(arguments[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop"));
    new CountDownLatch(1).await();
  }
}
