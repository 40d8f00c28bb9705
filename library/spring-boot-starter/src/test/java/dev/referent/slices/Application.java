package dev.referent.slices;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application, of which each test starts a slice. */
@SpringBootApplication(proxyBeanMethods = false)
class Application {}
