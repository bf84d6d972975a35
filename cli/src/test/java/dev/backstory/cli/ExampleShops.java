package dev.backstory.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Row;

/** The raw events of four examples, read line by line as their pages describe them. */
final class ExampleShops {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ExampleShops() {}

    static ExampleOracle of(String name, Path raw) {
        ExampleOracle shop = new ExampleOracle();
        switch (name) {
            case "cosmetics" -> cosmetics(shop, raw);
            case "visitors" -> visitors(shop, raw);
            case "fashion" -> fashion(shop, raw);
            case "grocery" -> grocery(shop, raw);
            default -> throw new IllegalArgumentException(name);
        }
        return shop;
    }

    private static void cosmetics(ExampleOracle shop, Path raw) {
        Map<String, Integer> types = Map.of("view", 1, "cart", 2, "purchase", 3);
        for (String[] event : csv(raw.resolve("events/2019-Oct.csv"))) {
            if (types.containsKey(event[1]) && !event[7].isEmpty()) {
                shop.add(event[7], event[2], utc(event[0]), types.get(event[1]));
            }
        }
        for (Path file : files(raw.resolve("shown"))) {
            for (String[] item : csv(file)) {
                shop.add(new ExampleOracle.Shown(
                        LocalDate.parse(item[0].substring(0, 10)),
                        item[1],
                        item[2],
                        Integer.parseInt(item[5]) - 1,
                        item[4],
                        item[6].equals("true") ? 1 : 0));
            }
        }
    }

    private static void visitors(ExampleOracle shop, Path raw) {
        Map<String, Integer> types = Map.of("view", 1, "addtocart", 2, "transaction", 3);
        for (String[] event : csv(raw.resolve("events.csv"))) {
            shop.add(event[1], event[3], Instant.ofEpochMilli(Long.parseLong(event[0])), types.get(event[2]));
        }
        for (JsonNode impression : json(raw.resolve("shown.jsonl"))) {
            List<String> bought = texts(impression.get("transactions"));
            int position = 0;
            for (String item : texts(impression.get("items"))) {
                shop.add(new ExampleOracle.Shown(
                        Instant.ofEpochMilli(impression.get("timestamp").longValue())
                                .atZone(ZoneOffset.UTC)
                                .toLocalDate(),
                        null,
                        impression.get("visitorid").asText(),
                        position++,
                        item,
                        bought.contains(item) ? 1 : 0));
            }
        }
    }

    private static void fashion(ExampleOracle shop, Path raw) {
        for (Path file : files(raw.resolve("clicks"))) {
            for (JsonNode click : json(file)) {
                shop.add(
                        click.get("user").get("hash").asText(),
                        click.get("item").get("id").asText(),
                        Instant.ofEpochSecond(click.get("ts").longValue()),
                        1);
            }
        }
        for (Path file : files(raw.resolve("log"))) {
            for (String[] row : csv(file)) {
                Instant time = OffsetDateTime.parse(row[1].replace(' ', 'T')).toInstant();
                shop.add(new ExampleOracle.Shown(
                        time.atZone(ZoneOffset.UTC).toLocalDate(),
                        row[6] + "@" + time,
                        row[6],
                        Integer.parseInt(row[3]) - 1,
                        row[2],
                        Integer.parseInt(row[4])));
            }
        }
    }

    private static void grocery(ExampleOracle shop, Path raw) {
        for (Row purchase : SparkForTests.session()
                .read()
                .parquet(raw.resolve("purchases").toString())
                .collectAsList()) {
            Instant midnight = LocalDate.parse(purchase.<String>getAs("t_dat"))
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            shop.add(purchase.getAs("customer_id"), purchase.getAs("article_id"), midnight, 3);
        }
        for (Path folder : files(raw.resolve("offers"))) {
            LocalDate day = LocalDate.parse(folder.getFileName().toString().substring("dt=".length()));
            for (JsonNode offer : json(folder.resolve("offers.json"))) {
                int position = 0;
                for (JsonNode article : offer.get("articles")) {
                    shop.add(new ExampleOracle.Shown(
                            day,
                            offer.get("offer_id").asText(),
                            offer.get("customer_id").asText(),
                            position++,
                            article.get("article_id").asText(),
                            article.get("bought").booleanValue() ? 1 : 0));
                }
            }
        }
    }

    private static Instant utc(String text) {
        return LocalDateTime.parse(text.substring(0, 19).replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** None of these files has a quote in it. */
    private static List<String[]> csv(Path file) {
        return lines(file).stream().skip(1).map(line -> line.split(",", -1)).toList();
    }

    private static List<JsonNode> json(Path file) {
        return lines(file).stream()
                .map(line -> {
                    try {
                        return JSON.readTree(line);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> found = Files.list(folder)) {
            return found.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
