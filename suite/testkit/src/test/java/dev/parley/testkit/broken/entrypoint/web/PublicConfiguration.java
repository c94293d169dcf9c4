package dev.parley.testkit.broken.entrypoint.web;

import org.springframework.context.annotation.Configuration;

@Configuration
public class PublicConfiguration {}
