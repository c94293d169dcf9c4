package dev.parley.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A folder that looks like the built project, with a {@link StandIn} for each service. */
record StandInProject(Path root) {

    static StandInProject in(Path root) throws IOException {
        StandInProject project = new StandInProject(root);
        for (ServiceKind kind : ServiceKind.values()) {
            project.build(kind);
        }
        return project;
    }

    Path jar(ServiceKind kind) {
        return root.resolve(kind.serviceName()).resolve("target/parley-" + kind.serviceName() + "-1.jar");
    }

    void build(ServiceKind kind) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StandIn.class.getName());
        Files.createDirectories(jar(kind).getParent());
        String program = StandIn.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar(kind));
                JarOutputStream jar = new JarOutputStream(file, manifest);
                InputStream code = Objects
                        .requireNonNull(StandIn.class.getClassLoader().getResourceAsStream(program))) {
            jar.putNextEntry(new JarEntry(program));
            code.transferTo(jar);
        }
    }

    /** Changes the content of the jar, as a build after a change does. */
    void rebuild(ServiceKind kind, String change) throws IOException {
        build(kind);
        try (var archive = java.nio.file.FileSystems.newFileSystem(jar(kind))) {
            Files.writeString(archive.getPath("/change.txt"), change);
        }
    }
}
