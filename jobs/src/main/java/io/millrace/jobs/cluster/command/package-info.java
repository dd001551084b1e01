/** Commands for a cluster on this machine and the jobs on it. */
package io.millrace.jobs.cluster.command;
