package dev.parley.file.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The name service. */
interface HostResolver {

    /**
     * All addresses of a name. May answer differently each time: who connects uses what was answered once.
     *
     * @throws UnknownHostException when there is no such name, or nobody can say
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
