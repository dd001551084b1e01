/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.millrace.bench.pipeline.ProcessMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Looks into another Java process of this user. */
final class JvmProbe implements AutoCloseable {
  private static final double MEBI = 1 << 20;

  private final long pid;
  private final JMXConnector connector;

  private JvmProbe(long pid, JMXConnector connector) {
    this.pid = pid;
    this.connector = connector;
  }

  /**
   * Attaches to a process.
   *
   * @throws IOException when it is not there, is somebody else's or does not answer
   */
  // What answers is a process that this one has started, through an address of its own.
  @SuppressWarnings("BanJNDI")
  static JvmProbe attach(long pid) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        JMXServiceURL address = new JMXServiceURL(machine.startLocalManagementAgent());
        return new JvmProbe(pid, JMXConnectorFactory.connect(address));
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("Process " + pid + " cannot be looked into", e);
    }
  }

  /**
   * Collects the garbage and tells what is left.
   *
   * @param name of the process in the samples
   * @throws IOException when it is there no more
   */
  List<Sample> look(double seconds, String name) throws IOException {
    MBeanServerConnection server = connector.getMBeanServerConnection();
    MemoryMXBean memory = ManagementFactory.getPlatformMXBean(server, MemoryMXBean.class);
    memory.gc();
    double heap = memory.getHeapMemoryUsage().getUsed() / MEBI;
    double resident = ProcessMemory.residentMb(pid);
    double metaspace = 0;
    for (MemoryPoolMXBean pool :
        ManagementFactory.getPlatformMXBeans(server, MemoryPoolMXBean.class)) {
      metaspace += "Metaspace".equals(pool.getName()) ? pool.getUsage().getUsed() / MEBI : 0;
    }
    int threads = ManagementFactory.getPlatformMXBean(server, ThreadMXBean.class).getThreadCount();
    List<Sample> seen = new ArrayList<>();
    seen.add(new Sample(seconds, Measure.LIVE_HEAP, name, heap));
    seen.add(new Sample(seconds, Measure.METASPACE, name, metaspace));
    seen.add(new Sample(seconds, Measure.RESIDENT, name, resident));
    seen.add(new Sample(seconds, Measure.THREADS, name, threads));
    UnixOperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(server, UnixOperatingSystemMXBean.class);
    if (system != null) {
      seen.add(new Sample(seconds, Measure.OPEN_FILES, name, system.getOpenFileDescriptorCount()));
    }
    return seen;
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException e) {
      // The process went first.
    }
  }
}
