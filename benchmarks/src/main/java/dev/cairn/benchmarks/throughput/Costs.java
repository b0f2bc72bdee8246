package dev.cairn.benchmarks.throughput;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What some work took.
 *
 * @param nanos of time
 * @param cpuNanos of all threads of this JVM, its collector's included
 * @param allocated bytes of heap that the threads took that were there at the end
 */
record Costs(long nanos, long cpuNanos, long allocated) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Does the work. Threads that end while it is done are not counted. */
  static Costs of(Runnable work) {
    long allocatedBefore = allocatedBytes();
    long cpuBefore = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    work.run();
    long nanos = System.nanoTime() - start;
    return new Costs(
        nanos, SYSTEM.getProcessCpuTime() - cpuBefore, allocatedBytes() - allocatedBefore);
  }

  private static long allocatedBytes() {
    long sum = 0;
    for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }
}
