package dev.parley.chat.channel;

import java.util.List;
import java.util.Map;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.id.Ids;

/** Why somebody was not let into a group, as the API shows it. */
record Refusal(String userId, String code) {

    static List<Refusal> of(Map<Long, ChatProblem> refused) {
        return refused.entrySet().stream()
                .map(refusal -> new Refusal(Ids.format(refusal.getKey()), refusal.getValue().code()))
                .toList();
    }
}
