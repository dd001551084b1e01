/** Follows the output topics of the jobs, decoded, from the beginning or from now on. */
package io.millrace.jobs.consume;
