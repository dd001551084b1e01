/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.command;

import io.millrace.jobs.cli.CommandGroup;
import picocli.CommandLine.Command;

/** Sees to a cluster on this machine. */
@Command(
    name = "cluster",
    header = "Start, watch and stop a Flink cluster and Kafka on this machine.")
final class LocalClusterCommand extends CommandGroup {}
