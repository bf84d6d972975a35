package dev.backstory.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.run.Verdict;
import dev.backstory.observe.ObservedShop;
import dev.backstory.observe.Observers;
import dev.backstory.observe.event.DayVerdict;
import dev.backstory.observe.event.JobResult;
import dev.backstory.observe.event.Observer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What arrives at a server. */
class StatsdObserverTest {
    private final List<String> said = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private DatagramSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        server.setSoTimeout(10_000);
    }

    @AfterEach
    void end() {
        server.close();
    }

    private PipelineConfig config(String more) {
        return ObservedShop.config("metrics: {statsd: \"127.0.0.1:" + server.getLocalPort() + "\"" + more + "}\n");
    }

    private String packet() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        server.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Test
    void aStepSendsWhatItReadAndHowLongItTook() throws IOException {
        PipelineConfig config = config("");
        try (Observer observer = Observers.open(config, Map.of(), Map.of(), said::add, problems::add)) {
            observer.started(ObservedShop.step(config));
            observer.ended(ObservedShop.step(config), ObservedShop.staged());
        }

        assertThat(packet()).isEqualTo("""
                backstory.runs:1|c|#pipeline:shop,step:actions,result:done
                backstory.runs:0|c|#pipeline:shop,step:actions,result:failed
                backstory.runs:0|c|#pipeline:shop,step:actions,result:error
                backstory.runs:0|c|#pipeline:shop,step:actions,result:usage
                backstory.seconds:2.500|g|#pipeline:shop,step:actions
                backstory.source.rows_read:11|c|#pipeline:shop,table:actions,source:clicks
                backstory.source.rows_rejected:1|c|#pipeline:shop,table:actions,source:clicks
                backstory.source.rows_read:2|c|#pipeline:shop,table:actions,source:orders
                backstory.source.rows_rejected:0|c|#pipeline:shop,table:actions,source:orders""");
        assertThat(problems).isEmpty();
    }

    @Test
    void anAuditSendsTheVerdictOfEachDay() throws IOException {
        PipelineConfig config = config(", prefix: data.shop");
        try (Observer observer = Observers.open(config, Map.of(), Map.of(), said::add, problems::add)) {
            observer.ended(ObservedShop.audit(config), ObservedShop.warned());
        }

        // The day begins at 22:00 UTC of the day before.
        assertThat(packet()).isEqualTo("""
                data.shop.runs:1|c|#pipeline:shop,step:actions_dq,result:done
                data.shop.runs:0|c|#pipeline:shop,step:actions_dq,result:failed
                data.shop.runs:0|c|#pipeline:shop,step:actions_dq,result:error
                data.shop.runs:0|c|#pipeline:shop,step:actions_dq,result:usage
                data.shop.seconds:4.000|g|#pipeline:shop,step:actions_dq
                data.shop.days:0|c|#pipeline:shop,table:actions,verdict:pass
                data.shop.days:1|c|#pipeline:shop,table:actions,verdict:warn
                data.shop.days:0|c|#pipeline:shop,table:actions,verdict:fail
                data.shop.days:0|c|#pipeline:shop,table:actions,verdict:error
                data.shop.verdict:1|g|#pipeline:shop,table:actions
                data.shop.rows:12|g|#pipeline:shop,table:actions
                data.shop.rows_rejected:1|g|#pipeline:shop,table:actions
                data.shop.rows_published:12|c|#pipeline:shop,table:actions
                data.shop.published_day:1755122400|g|#pipeline:shop,table:actions""");
    }

    @Test
    void ofAFailedDayNothingIsPublished() throws IOException {
        PipelineConfig config = config("");
        try (Observer observer = Observers.open(config, Map.of(), Map.of(), said::add, problems::add)) {
            observer.ended(ObservedShop.audit(config), ObservedShop.failed());
        }

        assertThat(packet()).isEqualTo("""
                backstory.runs:0|c|#pipeline:shop,step:actions_dq,result:done
                backstory.runs:1|c|#pipeline:shop,step:actions_dq,result:failed
                backstory.runs:0|c|#pipeline:shop,step:actions_dq,result:error
                backstory.runs:0|c|#pipeline:shop,step:actions_dq,result:usage
                backstory.seconds:4.000|g|#pipeline:shop,step:actions_dq
                backstory.days:0|c|#pipeline:shop,table:actions,verdict:pass
                backstory.days:0|c|#pipeline:shop,table:actions,verdict:warn
                backstory.days:1|c|#pipeline:shop,table:actions,verdict:fail
                backstory.days:0|c|#pipeline:shop,table:actions,verdict:error
                backstory.verdict:2|g|#pipeline:shop,table:actions
                backstory.rows:12|g|#pipeline:shop,table:actions
                backstory.rows_rejected:1|g|#pipeline:shop,table:actions""");
    }

    /** The newest day is the last that a gauge hears of, and no packet is too large for a network. */
    @Test
    void aRangeIsSentInTheOrderOfItsDays() throws IOException {
        PipelineConfig config = config("");
        List<DayVerdict> days = new ArrayList<>();
        for (int d = 29; d >= 0; d--) {
            days.add(ObservedShop.day(ObservedShop.DAY.minusDays(d), Verdict.PASS, "Published", true));
        }
        days.add(0, days.remove(days.size() - 1));
        try (Observer observer = Observers.open(config, Map.of(), Map.of(), said::add, problems::add)) {
            observer.ended(
                    ObservedShop.audit(config),
                    new JobResult(0, null, ObservedShop.START.plusSeconds(1), List.of(), days));
        }

        List<String> lines = new ArrayList<>();
        while (lines.size() < 5 + 4 + 5 * 30) {
            String packet = packet();
            assertThat(packet.length()).isLessThanOrEqualTo(1400);
            lines.addAll(packet.lines().toList());
        }
        assertThat(lines).contains("backstory.days:30|c|#pipeline:shop,table:actions,verdict:pass");
        assertThat(lines.get(lines.size() - 1))
                .isEqualTo("backstory.published_day:1755122400|g|#pipeline:shop,table:actions");
    }

    @Test
    void aServerThatIsNotThereIsNobodysTrouble() {
        PipelineConfig config = ObservedShop.config("metrics: {statsd: \"nobody.invalid:8125\"}\n");
        try (Observer observer = Observers.open(config, Map.of(), Map.of(), said::add, problems::add)) {
            observer.ended(ObservedShop.step(config), ObservedShop.staged());
        }

        assertThat(problems)
                .containsExactly("metrics: 1 of 1 message did not reach nobody.invalid:8125 (the host"
                        + " nobody.invalid is not known); no day is affected");
    }

    @Test
    void byDefaultNothingIsSent() {
        PipelineConfig config = ObservedShop.config("");

        assertThat(Observers.open(config, Map.of(), Map.of(), said::add, problems::add))
                .isSameAs(Observer.NONE);
    }
}
