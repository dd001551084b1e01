/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.run;

import io.millrace.connectors.topics.TopicAdminException;
import io.millrace.jobs.cli.BrokerOptions;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.check.ConfigurationValidator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * The program that a Flink cluster runs, in application mode or submitted to a session: {@code JOB
 * --config FILE --set KEY=VALUE}. Whoever starts it gets exceptions; it never ends the process.
 */
@Command(name = "cluster")
public final class ClusterCommand {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterCommand.class);

  @Parameters(paramLabel = "JOB")
  String job;

  @Mixin BrokerOptions brokers;

  private ClusterCommand() {}

  /**
   * Checks the configuration and the brokers, then runs the job until it ends.
   *
   * @throws UsageException when there is no such job, or nothing names the brokers
   * @throws CommandLine.ParameterException when the arguments cannot be read
   * @throws ConfigurationException when the configuration contradicts itself or the brokers
   */
  public static void main(String[] arguments) throws Exception {
    ClusterCommand program = parse(arguments);
    RunnableJob known = program.known();
    JobConfiguration configuration = program.configuration(known);
    try {
      Preflight.check(known, configuration);
    } catch (TopicAdminException e) {
      // A job manager that takes over runs this again: an outage of the brokers must not end the
      // job.
      LOG.warn("Starting {} although its topics could not be checked", program.job, e);
    }
    known.environment(configuration).execute();
  }

  static ClusterCommand parse(String... arguments) {
    ClusterCommand program = new ClusterCommand();
    new CommandLine(program).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
    return program;
  }

  RunnableJob known() {
    return RunnableJob.named(job)
        .orElseThrow(
            () -> new UsageException("there is no job '" + job + "': give " + RunnableJob.names()));
  }

  JobConfiguration configuration(RunnableJob known) {
    if (!brokers.exposed().isEmpty()) {
      throw new UsageException(
          "a cluster shows the arguments of its program to everybody, and "
              + String.join(", ", brokers.exposed())
              + " holds a secret: name a file with --command-config, or refer to it as ${env:NAME}");
    }
    JobConfiguration configuration = known.own(brokers.configuration());
    ConfigurationValidator.validate(configuration);
    return configuration;
  }
}
