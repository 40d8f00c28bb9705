package dev.referent.spring;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** An application's own handler, which answers whatever is thrown. */
@ControllerAdvice
class OwnAdvice {
    @ExceptionHandler(Exception.class)
    ResponseEntity<String> any() {
        return ResponseEntity.status(HttpStatus.GONE).body("the application's own");
    }
}
