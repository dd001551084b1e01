/** Lines over time as a picture: PNG, SVG, or a page that needs nothing else. */
package io.millrace.jobs.plot;
