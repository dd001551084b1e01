/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import io.millrace.jobs.cli.CommandGroup;
import picocli.CommandLine.Command;

/** Judges jobs on data with known answers. */
@Command(name = "eval", header = "Judge a job on data with known answers.")
final class EvalCommand extends CommandGroup {}
