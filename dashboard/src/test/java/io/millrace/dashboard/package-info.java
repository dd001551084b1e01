/** Checks of the module as a whole. */
package io.millrace.dashboard;
