/**
 * What the options of a configuration have to be, on their own and to each other: {@link
 * io.millrace.jobs.config.check.ConfigurationValidator} asks one check per group, and tells all
 * problems at once before anything starts.
 */
package io.millrace.jobs.config.check;
