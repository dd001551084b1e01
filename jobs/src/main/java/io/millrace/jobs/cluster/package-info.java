/**
 * A Flink session cluster and its brokers as separate processes on this machine, out of the
 * libraries that the command line itself runs with: the folder that holds all of it, its settings,
 * its state file, and starting and stopping it from another process.
 */
package io.millrace.jobs.cluster;
