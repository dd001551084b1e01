/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.run;

import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.DashboardOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The consumer groups that tell how far each job is behind, as somebody knows them who watches all
 * jobs with one configuration.
 */
public final class InputGroups {
  private InputGroups() {}

  /**
   * The groups of all jobs.
   *
   * @return by job, the name of each topic that it works off with its group
   * @throws ConfigurationException when a group is given to what is no job, or is blank
   */
  public static Map<String, Map<String, String>> of(JobConfiguration configuration) {
    Map<String, String> given = configuration.get(DashboardOptions.GROUPS);
    given.forEach(InputGroups::check);
    Map<String, Map<String, String>> groups = new LinkedHashMap<>();
    for (RunnableJob job : RunnableJob.values()) {
      JobConfiguration own =
          job.own(configuration).overridden(KafkaOptions.GROUP_ID, given.get(job.label()));
      Map<String, String> inputs = new TreeMap<>();
      job.inputs(own).forEach((topic, group) -> inputs.put(own.get(topic), group));
      groups.put(job.label(), inputs);
    }
    return groups;
  }

  private static void check(String job, String group) {
    String key = DashboardOptions.GROUPS.key() + '.' + job;
    if (RunnableJob.named(job).isEmpty()) {
      throw ConfigurationException.of(
          key, group, "but there is no such job", "name " + RunnableJob.names());
    }
    if (group.isBlank()) {
      throw ConfigurationException.of(
          key, group, "which is empty", "name the job's group-id or leave it out");
    }
  }
}
