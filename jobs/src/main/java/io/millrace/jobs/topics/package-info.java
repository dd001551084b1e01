/**
 * The topics that Millrace reads and writes, as a configuration names them: created, listed and
 * compared with what they should be.
 */
package io.millrace.jobs.topics;
