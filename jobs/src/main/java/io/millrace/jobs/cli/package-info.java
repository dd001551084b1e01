/**
 * The {@code millrace} command line: one class per command, thin over the packages that do the
 * work. Commands of other modules join through {@link io.millrace.jobs.cli.CommandProvider}. With
 * {@code --json} standard output holds exactly one JSON document; everything else goes to standard
 * error or the log file.
 */
package io.millrace.jobs.cli;
