/**
 * What runs first in each process of a local cluster: it ends the process when the supervisor is
 * gone, whatever the reason, so that no process is left behind.
 */
package io.millrace.jobs.cluster.member;
