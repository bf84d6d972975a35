package dev.backstory.observe.metrics;

import dev.backstory.core.config.metrics.MetricsSettings;
import dev.backstory.observe.delivery.Deliveries;
import dev.backstory.observe.event.JobResult;
import dev.backstory.observe.event.JobRun;
import dev.backstory.observe.event.Observer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Sends the metrics of each job that ends, by UDP: whether anybody receives them is not known. */
public final class StatsdObserver implements Observer {
    /** A size that fits into one packet in every network on the way. */
    private static final int PACKET_BYTES = 1_400;

    private final String prefix;
    private final String host;
    private final int port;
    private final Deliveries deliveries;

    private StatsdObserver(String prefix, String host, int port, Deliveries deliveries) {
        this.prefix = prefix;
        this.host = host;
        this.port = port;
        this.deliveries = deliveries;
    }

    /** @param settings that name a server */
    public static StatsdObserver to(MetricsSettings settings, Consumer<String> problems) {
        String address = Objects.requireNonNull(settings.statsd());
        int colon = address.lastIndexOf(':');
        return new StatsdObserver(
                settings.prefix(),
                address.substring(0, colon).replaceAll("[\\[\\]]", ""),
                Integer.parseInt(address.substring(colon + 1)),
                new Deliveries("metrics", address, Deliveries.PATIENCE, problems));
    }

    @Override
    public void started(JobRun run) {}

    @Override
    public void ended(JobRun run, JobResult result) {
        List<String> lines = new Figures(prefix).of(run, result);
        deliveries.add(() -> send(lines));
    }

    private void send(List<String> lines) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException("the host " + host + " is not known");
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            StringBuilder packet = new StringBuilder();
            for (String line : lines) {
                if (packet.length() > 0 && packet.length() + line.length() >= PACKET_BYTES) {
                    send(socket, packet, address);
                    packet.setLength(0);
                }
                packet.append(packet.length() == 0 ? "" : "\n").append(line);
            }
            send(socket, packet, address);
        }
    }

    private void send(DatagramSocket socket, StringBuilder packet, InetSocketAddress address) throws IOException {
        byte[] bytes = packet.toString().getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, address));
    }

    @Override
    public void close() {
        deliveries.close();
    }
}
