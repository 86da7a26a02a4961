import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints each alert once, as one line: java Consume HOST:PORT GROUP [COUNT]. Ends after COUNT alerts. Fields that it
 * does not know are ignored: more may come at any time.
 */
public final class Consume {
    private Consume() {}

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 2 ? Integer.parseInt(arguments[2]) : Integer.MAX_VALUE;
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        ObjectMapper json = new ObjectMapper();
        Set<String> seen = new HashSet<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings(arguments[0], arguments[1]))) {
            consumer.subscribe(List.of("alerts"));
            while (seen.size() < count) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                    JsonNode alert = json.readTree(record.value());
                    if (seen.add(alert.get("id").asText())) {
                        out.println(line(alert));
                    }
                }
                consumer.commitSync();
            }
        }
    }

    private static String line(JsonNode alert) {
        String severity = alert.get("rule").get("severity").asText();
        return alert.get("id").asText() + " " + severity + " " + alert.get("title").asText();
    }

    private static Properties settings(String bootstrap, String group) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("group.id", group);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        settings.put("key.deserializer", StringDeserializer.class.getName());
        settings.put("value.deserializer", StringDeserializer.class.getName());
        return settings;
    }
}
