package dev.parley.auth.token;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.config.ScheduledTaskHolder;

import dev.parley.auth.AuthServiceTest;

import static org.assertj.core.api.Assertions.assertThat;

/** The rotation as the service runs it. */
class KeyRotationJobTest extends AuthServiceTest {

    @Autowired
    private KeyRotation rotation;
    @Autowired
    private ScheduledTaskHolder schedule;

    @Test
    void itRunsByItselfAndHoldsALockThatAllInstancesShare() {
        assertThat(schedule.getScheduledTasks())
                .anySatisfy(task -> assertThat(task).asString().contains("KeyRotation"));
        rotation.run();

        assertThat(jdbc.sql("SELECT COUNT(*) FROM shedlock WHERE name = 'signing-key-rotation'").query(Integer.class)
                .single()).isEqualTo(1);
    }
}
