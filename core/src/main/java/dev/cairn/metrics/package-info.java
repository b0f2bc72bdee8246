/** Numbers for dashboards. Needs Micrometer on the class path; nothing else of Cairn does. */
@NullMarked
package dev.cairn.metrics;

import org.jspecify.annotations.NullMarked;
