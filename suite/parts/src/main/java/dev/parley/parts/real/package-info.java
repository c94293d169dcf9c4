/** The real components of production, as private processes of a test run: MariaDB, RabbitMQ, Redis, Consul, Ceph. */
@NullMarked
package dev.parley.parts.real;

import org.jspecify.annotations.NullMarked;
