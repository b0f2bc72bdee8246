package dev.cairn;

import dev.cairn.run.RunDefinition;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * A run where it comes from.
 *
 * @param version of the entry that registered it there
 * @param definition of it
 * @param registered when
 * @param completedBy the version of the checkpoint that closed it, when that is brought along; a
 *     run without it counts as open, and what completes it then is to read its parts
 */
record OriginRun(
    long version, RunDefinition definition, Instant registered, OptionalLong completedBy) {}
