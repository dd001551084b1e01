/** The running dashboard without its web server: readers, boards, and the views by name. */
package io.millrace.dashboard.live;
