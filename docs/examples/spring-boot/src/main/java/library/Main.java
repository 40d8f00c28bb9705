package library;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Stores a book of an author who does not exist; whether Referent is there, is a matter of the class path alone. */
@SpringBootApplication
public class Main {
    public static void main(String[] args) {
        System.out.println(
                SpringApplication.run(Main.class, args).getBean(Library.class).storeBookOfNobody());
    }
}
