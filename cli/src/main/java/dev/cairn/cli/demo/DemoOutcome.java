package dev.cairn.cli.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a demonstration prints as JSON.
 *
 * @param process that it worked on
 * @param store where
 * @param units of the run
 * @param restored units that the last driver found done
 * @param computed units that the last driver computed
 * @param killed units that were known to be done when a driver was killed; absent when none was
 * @param digest of the results, computed anew from what is stored
 * @param uninterrupted digest of the uninterrupted run; absent when there was none
 * @param correct whether the digests are all the same
 * @param report the file with the report
 * @param seconds that it all took, without the uninterrupted run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DemoOutcome(
    String process,
    String store,
    long units,
    long restored,
    long computed,
    @Nullable Long killed,
    String digest,
    @Nullable String uninterrupted,
    boolean correct,
    String report,
    double seconds) {}
