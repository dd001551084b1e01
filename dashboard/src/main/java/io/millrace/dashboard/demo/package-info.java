/** The page of the demo: served on this machine, and looked at as a browser would. */
package io.millrace.dashboard.demo;
