package dev.parley.testkit.broken.entrypoint.web;

import org.springframework.web.bind.annotation.RestController;

@RestController
public class PublicController {}
