/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.topics.command;

import io.millrace.jobs.cli.CommandGroup;
import picocli.CommandLine.Command;

/** Sees to the topics. */
@Command(name = "topics", header = "Create, list and check the topics.")
final class TopicsCommand extends CommandGroup {}
