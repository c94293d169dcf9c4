package dev.parley.testkit.sound.account;

import org.springframework.web.bind.annotation.RestController;

@RestController
class AccountController {}
