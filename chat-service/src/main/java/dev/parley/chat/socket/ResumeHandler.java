package dev.parley.chat.socket;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.message.Resume;
import dev.parley.chat.operation.Caller;
import dev.parley.chat.operation.Operation;
import dev.parley.chat.operation.OperationFrame;
import dev.parley.chat.operation.OperationHandler;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.chat.settings.SocketSettings;
import dev.parley.platform.id.Ids;

/** {@code resume}: send what was missed in these channels after these versions. Each channel is answered for by itself. */
@Component
class ResumeHandler implements OperationHandler {

    private final Resume resume;
    private final SocketSettings settings;

    ResumeHandler(Resume resume, ChatSettings settings) {
        this.resume = resume;
        this.settings = settings.sockets();
    }

    @Override
    public String type() {
        return "resume";
    }

    @Override
    public Operation read(OperationFrame frame) {
        JsonNode channels = frame.member("channels")
                .filter(JsonNode::isObject)
                .orElseThrow(() -> OperationFrame.refused("channels", "must be an object"));
        if (channels.size() > settings.maxResumeChannels()) {
            throw OperationFrame.refused("channels", "must have at most " + settings.maxResumeChannels() + " members");
        }
        Map<String, Long> versions = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> channel : channels.properties()) {
            versions.put(channel.getKey(), version(channel.getValue()));
        }
        return new ResumeOperation(frame.ref(), versions);
    }

    private static long version(JsonNode version) {
        if (!version.isIntegralNumber() || !version.canConvertToLong() || version.longValue() < 0) {
            throw OperationFrame.refused("channels", "must map ids to versions");
        }
        return version.longValue();
    }

    /** Channels under their outside ids. */
    private final class ResumeOperation implements Operation {

        private final String ref;
        private final Map<String, Long> channels;

        ResumeOperation(String ref, Map<String, Long> channels) {
            this.ref = ref;
            this.channels = channels;
        }

        @Override
        public boolean mayBlock(Caller caller) {
            return true;
        }

        @Override
        public void perform(Caller caller) throws InterruptedException {
            ChatSocket socket = (ChatSocket) caller; // the only callers there are
            Map<Long, Long> seen = new LinkedHashMap<>();
            channels.forEach((id, version) -> Ids.parse(id).ifPresent(channelId -> seen.put(channelId, version)));
            long maxQueueBytes = settings.maxQueueSize().toBytes();
            Map<Long, Resume.Answer> found = resume.resume(socket.attachment(), seen,
                    frame -> socket.offerWhenRoom(frame, maxQueueBytes));
            Map<String, Resume.Answer> answers = new LinkedHashMap<>();
            for (String id : channels.keySet()) {
                Resume.Answer answer = Ids.parse(id).map(found::get).orElse(null);
                answers.put(id, answer == null ? new Resume.Answer.NotFound() : answer);
            }
            socket.offer(ServerFrames.resumed(ref, answers));
        }
    }
}
