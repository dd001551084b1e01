/** Records of all jobs, made up, for tests of what shows them. */
package io.millrace.dashboard.feed;
