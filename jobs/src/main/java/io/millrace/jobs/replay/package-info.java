/**
 * The command that sends dead letters back to where they came from, once what refused them is
 * mended. {@link io.millrace.connectors.deadletter.Replay} does the work.
 */
package io.millrace.jobs.replay;
