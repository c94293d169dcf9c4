package dev.parley.chat.message;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Queue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.parley.chat.settings.ChatSettings;
import dev.parley.platform.queue.DurableQueues;

/** The queues: one for each partition, each with a single active consumer, and one for messages that nobody can store. */
@Configuration(proxyBeanMethods = false)
class Partitions {

    static final String PARKING = "chat.messages.parking";
    private static final String PREFIX = "chat.messages";

    /** The partition of a channel: the same on every node and for ever, for a given count. */
    static int partitionOf(long channelId, int count) {
        // Ids are made of time and counter: their low bits alone would fill the partitions unevenly.
        long mixed = channelId * 0x9E3779B97F4A7C15L;
        return Math.floorMod((int) (mixed >>> 32), count);
    }

    static String queueName(int partition) {
        return PREFIX + "." + partition;
    }

    static List<String> queueNames(int count) {
        return IntStream.range(0, count).mapToObj(Partitions::queueName).toList();
    }

    @Bean
    Declarables messageQueues(DurableQueues queues, ChatSettings settings) {
        List<Queue> declared = new ArrayList<>();
        declared.add(queues.parkingQueue(PREFIX));
        for (String name : queueNames(settings.messages().partitions())) {
            declared.add(queues.partitionQueue(name, PREFIX));
        }
        return new Declarables(declared);
    }
}
