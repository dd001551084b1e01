/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.millrace.jobs.config.JobConfiguration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a job was submitted with, so that it can be submitted again.
 *
 * @param name in Flink, unique among the jobs that run
 * @param job which of Millrace's jobs it is
 * @param id Flink's, hexadecimal
 * @param options as they were given; without the brokers where they are the cluster's own
 * @param from the savepoint or checkpoint that it began with, or null
 */
@JsonNaming(SnakeCaseStrategy.class)
record JobRecord(
    String name, String job, String id, Map<String, String> options, String from, Phase phase) {
  /** What its owner wants of it. */
  enum Phase {
    /** It shall run. */
    RUNNING,
    /** Somebody stops or changes it, and sees to what becomes of it. */
    CHANGING,
    STOPPED;

    @Override
    @JsonValue
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  JobRecord {
    options = Map.copyOf(options);
  }

  JobRecord with(Phase next) {
    return new JobRecord(name, job, id, options, from, next);
  }

  /** The same job under another id, gone on from somewhere. */
  JobRecord again(String newId, String newFrom) {
    return new JobRecord(name, job, newId, options, newFrom, Phase.RUNNING);
  }

  JobConfiguration configuration() {
    return JobConfiguration.of(new TreeMap<>(options));
  }

  /** Whether somebody who gives this word means this job and no other. */
  boolean isCalled(String nameOrId) {
    return name.equals(nameOrId) || id.equals(nameOrId);
  }
}
