package dev.parley.testkit.broken.reach.drive;

import dev.parley.testkit.broken.reach.upload.disk.Block;

record Drive(Block first) {}
