/**
 * Tells of a model file whether and how it streams, what that costs, and on request whether it is
 * true.
 */
package io.millrace.jobs.inspect;
